using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using CsCheck;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>A session stays at its device, or ends there before it goes on elsewhere.</summary>
public sealed class SessionDevicesTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, TimeSpan.Zero);

    private readonly SessionDevices _devices = new();
    private int _seconds;

    [Fact]
    public void A_vpn_session_is_known_by_its_first_address_in_whatever_order_they_come()
    {
        Assert.Equal(["Started ip:10.9.0.1 10.9.0.1,10.9.0.2"], Take(Vpn("10.9.0.1", "10.9.0.2")));
        Assert.Equal(["Started ip:10.9.0.1 10.9.0.1,10.9.0.2"], Take(Vpn("10.9.0.2", "10.9.0.1")));
        Assert.Equal(["Disconnected ip:10.9.0.1 10.9.0.1"], Take(Vpn() with { State = "DISCONNECTED" }, PxChangeKind.Ended));
    }

    [Fact]
    public void A_vpn_session_that_gets_another_address_ends_at_the_old_one()
    {
        Take(Vpn("10.9.0.1"));
        Assert.Equal(["Disconnected ip:10.9.0.1 10.9.0.1", "Started ip:10.9.0.7 10.9.0.7"], Take(Vpn("10.9.0.7")));
        Assert.Equal(["Disconnected ip:10.9.0.7 10.9.0.7", "Started aa:bb:cc:00:11:22 10.9.0.7"], Take(Vpn("10.9.0.7") with { MacAddress = "AA:BB:CC:00:11:22" }));
    }

    [Fact]
    public void A_record_that_lacks_the_mac_is_still_that_devices()
    {
        Take(Vpn("10.9.0.1") with { MacAddress = "AA:BB:CC:00:11:22" });
        Assert.Equal(["Disconnected aa:bb:cc:00:11:22 10.9.0.1"], Take(Vpn("10.9.0.1") with { State = "DISCONNECTED" }, PxChangeKind.Ended));
        Assert.Equal(["Started ip:10.9.0.1 10.9.0.1"], Take(Vpn("10.9.0.1")));
    }

    [Fact]
    public void A_session_that_turns_up_again_after_it_was_absent_goes_on_after_its_end()
    {
        var session = Vpn("10.9.0.1") with { Timestamp = At.AddHours(-3) };
        Take(session);
        var end = Assert.Single(Map(PxChangeKind.Absent, session).Facts);
        Take(session, PxChangeKind.Absent);
        Assert.Equal(At.ToUnixTimeMilliseconds(), end.AtMs);
        var again = Map(PxChangeKind.Current, session);
        Assert.Equal((end.AtMs + 1, "Started ip:10.9.0.1 10.9.0.1"), (Assert.Single(again.Facts).AtMs, Assert.Single(Words(again))));
        Assert.Equal(At.AddMinutes(1).ToUnixTimeMilliseconds(), Assert.Single(Map(PxChangeKind.Current, session with { Timestamp = At.AddMinutes(1) }).Facts).AtMs);
    }

    [Fact]
    public void Ends_by_absence_are_remembered_for_a_day()
    {
        var ends = new AbsentEnds();
        for (var hour = 0; hour < 1000; hour++)
        {
            ends.Add($"s{hour}", hour * 3_600_000L);
        }

        Assert.Equal(25, ends.Count);
        Assert.Equal((999 * 3_600_000L) + 1, ends.After("s999", 5));
        Assert.Equal(5, ends.After("s0", 5));
    }

    [Fact]
    public void What_is_not_taken_is_told_the_same_again()
    {
        Take(Vpn("10.9.0.1"));
        var refused = Map(PxChangeKind.Current, Vpn("10.9.0.7"));
        Assert.Equal(Words(refused), Words(Map(PxChangeKind.Current, Vpn("10.9.0.7"))));
        Assert.Equal(2, refused.Facts.Count);
    }

    [Fact]
    public void Changes_of_one_batch_build_upon_each_other()
    {
        PxChange<PxSession>[] changes = [new(PxChangeKind.Current, Vpn("10.9.0.1")), new(PxChangeKind.Current, Vpn("10.9.0.7")), new(PxChangeKind.Ended, Vpn("10.9.0.7"))];
        var batch = _devices.Map(changes, At, DomainNames.Empty);
        Assert.Equal(
            ["Started ip:10.9.0.1 10.9.0.1", "Disconnected ip:10.9.0.1 10.9.0.1", "Started ip:10.9.0.7 10.9.0.7", "Disconnected ip:10.9.0.7 10.9.0.7"], Words(batch));
    }

    [Fact]
    public void A_session_without_mac_and_address_is_skipped_and_counted()
    {
        var batch = Map(PxChangeKind.Current, Vpn("fe80::1"));
        Assert.Empty(batch.Facts);
        Assert.Equal((1, "A session had neither a MAC nor an address that could be read."), (batch.Skipped, batch.LastSkip));
    }

    [Fact]
    public void A_session_runs_at_one_device_at_most_whatever_comes_and_whatever_is_refused() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3].Array[0, 3], Gen.Enum<PxChangeKind>(), Gen.Bool).Array[1, 30].Sample(steps =>
        {
            var devices = new SessionDevices();
            var live = new HashSet<(string Session, string Device)>();
            foreach (var (session, mac, addresses, kind, isTaken) in steps)
            {
                var record = new PxSession
                {
                    AuditSessionId = $"s{session}",
                    MacAddress = mac == 0 ? null : $"AA:BB:CC:00:00:0{mac}",
                    IpAddresses = [.. addresses.Select(a => $"10.9.0.{a + 1}")],
                    State = kind == PxChangeKind.Current ? "STARTED" : "DISCONNECTED",
                };
                var batch = devices.Map([new PxChange<PxSession>(kind, record)], At, DomainNames.Empty);
                foreach (var fact in batch.Facts.Cast<SessionChanged>())
                {
                    // A receiver that took the batch in part, too, is told the same again.
                    _ = fact.State == SessionState.Disconnected ? live.Remove((fact.Key, fact.Device.ToString())) : live.Add((fact.Key, fact.Device.ToString()));
                }

                if (!isTaken)
                {
                    batch = devices.Map([new PxChange<PxSession>(kind, record)], At, DomainNames.Empty);
                }

                batch.Taken();
                Assert.True(live.GroupBy(l => l.Session).All(g => g.Count() == 1), string.Join(' ', live));
                Assert.True(kind == PxChangeKind.Current || batch.Skipped > 0 || live.All(l => l.Session != $"s{session}"), string.Join(' ', live));
            }
        });

    private PxSession Vpn(params string[] addresses) => new()
    {
        AuditSessionId = "vpn-1",
        State = "STARTED",
        IpAddresses = addresses,
        CallingStationId = "203.0.113.7",
        Timestamp = At.AddSeconds(_seconds++),
    };

    private List<string> Take(PxSession session, PxChangeKind kind = PxChangeKind.Current)
    {
        var batch = Map(kind, session);
        batch.Taken();
        return Words(batch);
    }

    private FactBatch Map(PxChangeKind kind, PxSession session) => _devices.Map([new PxChange<PxSession>(kind, session)], At, DomainNames.Empty);

    private static List<string> Words(FactBatch batch) =>
        [.. batch.Facts.Cast<SessionChanged>().Select(s => $"{s.State} {s.Device} {string.Join(',', s.Addresses)}")];
}
