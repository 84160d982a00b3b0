using System.Diagnostics;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>What each source says of a device over time.</summary>
public sealed class LaneTests
{
    private static readonly IdentityIndexOptions Whole = new() { KeepsEverything = true };

    [Fact]
    public void Addresses_are_told_by_flows_leases_platforms_and_sessions_each_for_itself()
    {
        var index = Index(
            Whole, null, Seen(0, A, X, Switch1, 7) with { LastMs = At(30), Place = new NetworkPlace { Switch = Switch1, Interface = 7, Vlan = 30 } }, Port(Switch1, 7, "GigabitEthernet1/0/7"),
            Lease(10, A, X, until: 40), Lease(30, A, X, until: 60), Lease(60, A, Y, until: 200), Released(70, A, Y), Record(5, A, X),
            Session(15, A, "s", address: X, at: Switch1, port: "Gi1/0/7", user: "ann"), Session(20, A, "s", user: "ann"), Disconnected(90, A, "s"));
        Assert.Equal(
            [
                "Flow 10.1.30.5 0-30", "Dhcp 10.1.30.5 10-60", "Dhcp 10.1.30.6 60-70", "Session 10.1.30.5 15-90 Disconnected", "IotPlatform 10.1.30.5 5-",
            ],
            Told(index, DeviceLane.Address));
        Assert.Equal(["Flow 10.255.0.1 gi1/0/7 VLAN 30 0-30", "Session 10.255.0.1 gi1/0/7 15-20"], Told(index, DeviceLane.Port));
        Assert.Equal(["Session ann 15-90 Disconnected"], Told(index, DeviceLane.User));
    }

    [Fact]
    public void Stays_at_one_port_are_one_and_a_move_begins_another()
    {
        var index = Index(Whole, null, Seen(0, A, X, Switch1, 5), Seen(20, A, Y, Switch1, 5), Seen(40, A, Y, Switch2, 7), Seen(60, A, Y, Switch1, 5));
        Assert.Equal(["Flow 10.255.0.1 port 5 0-20", "Flow 10.255.0.2 port 7 40-40", "Flow 10.255.0.1 port 5 60-60"], Told(index, DeviceLane.Port));
    }

    [Fact]
    public void What_a_router_was_seen_with_is_no_address_of_it()
    {
        var revoked = Released(40, A, X) with { Source = IdentitySource.Flow, RevokedSinceMs = At(0) };
        Assert.Empty(Told(Index(Whole, null, Seen(0, A, X), revoked), DeviceLane.Address));
    }

    [Fact]
    public void What_a_session_says_changes_within_it()
    {
        var machine = AccountParser.Parse("host/ws12.corp.example", DomainNames.Empty);
        var index = Index(
            Whole, null, Session(0, A, "s", address: X) with { Machine = machine, Posture = "Pending" },
            Session(10, A, "s", address: X, user: "ann") with { Machine = machine, Posture = "Compliant", Profile = "Windows10" },
            Session(20, A, "s", address: Y, user: "ann") with { Posture = "Compliant", Profile = "Windows11" },
            Session(50, A, "t", address: Y, user: "bob"));
        Assert.Equal([$"Session {machine!.Key} 0-10", "Session ann 10-50 Replaced", "Session bob 50-"], Told(index, DeviceLane.User));
        Assert.Equal(["Session Pending 0-10", "Session Compliant 10-50 Replaced"], Told(index, DeviceLane.Posture));
        Assert.Equal(["Session Windows10 10-20", "Session Windows11 20-50 Replaced"], Told(index, DeviceLane.Profile));
        Assert.Equal(["Session 10.1.30.5 0-20", "Session 10.1.30.6 20-"], Told(index, DeviceLane.Address));
    }

    [Fact]
    public void Every_attribute_a_source_gives_has_its_lane_whatever_it_is_called()
    {
        var index = Index(
            Whole, null, Found(0, IdentitySource.Profiler, ("profile", "Printer")), Found(10, IdentitySource.Profiler, ("profile", "Printer"), ("anc_policy", "Quarantine")),
            Found(20, IdentitySource.Profiler, ("profile", "Camera")), Found(5, IdentitySource.IotPlatform, ("type", "pump")));
        Assert.Equal(["Profiler Printer 0-20", "Profiler Camera 20-"], Told(index, DeviceLane.Profile));
        Assert.Equal(["Profiler Quarantine 10-20"], Told(index, "anc_policy"));
        Assert.Equal(["IotPlatform pump 5-"], Told(index, "type"));
    }

    [Fact]
    public void A_device_about_which_twenty_thousand_things_were_said_is_told_of_in_time()
    {
        const int statements = 20_000;
        var index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, Whole with { MaxFactsPerDevice = statements, MaxFactsPerAddress = statements });
        index.Load(Enumerable.Range(0, statements).Select(i => Session(i * 6, A, $"s{i / 100}", address: X, user: "ann", sgt: (ushort)(4 + (i / 500 % 2)))));
        var watch = Stopwatch.StartNew();
        Assert.Equal(40, index.SgtChangesOf(DeviceId.Of(A)).Count);
        Assert.Equal("Session ann 0-", Assert.Single(Told(index, DeviceLane.User)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    private static IEnumerable<string> Told(IdentityIndex index, string kind) => index.LanesOf(DeviceId.Of(A)).Where(lane => lane.Kind == kind)
        .SelectMany(lane => lane.Intervals.Select(one =>
            $"{lane.Source} {one.Value} {Minute(one.FromMs)}-{(one.ToMs == long.MaxValue ? "" : Minute(one.ToMs))}"
            + (one.Ending == SessionEnding.None ? "" : " " + one.Ending)));

    private static long Minute(long ms) => (ms - At(0)) / 60_000;

    private static DeviceDiscovered Found(double minute, IdentitySource source, params (string Name, string Value)[] attributes) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = source,
        Mac = A,
        Attributes = attributes.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
    };
}
