using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sessions;
using CsCheck;

namespace Clarion.Connectors.Tests.Sessions;

public sealed class SessionTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionTable _table = new(1000);

    [Fact]
    public void A_newer_record_replaces_the_whole_of_an_older_one_and_an_older_one_nothing()
    {
        Apply("s1", 1, user: "jdoe", addresses: ["10.0.0.1"]);
        Assert.Equal(PxChangeKind.Current, Apply("s1", 3, user: "asmith", addresses: ["10.0.0.2"])!.Value.Kind);
        Assert.Null(Apply("s1", 2, user: "late"));
        Assert.Equal("asmith", Assert.Single(_table.Active).UserName);
        Assert.Equal(1, _table.Stale);
    }

    [Fact]
    public void An_address_stays_when_the_next_record_of_the_session_lacks_it()
    {
        Apply("s1", 1, addresses: ["10.0.0.1"]);
        Apply("s1", 2, user: "jdoe");
        Assert.Equal(["10.0.0.1"], Assert.Single(_table.Active).IpAddresses);
        Apply("s1", 3, addresses: ["10.0.0.9"]);
        Assert.Equal(["10.0.0.9"], Assert.Single(_table.Active).IpAddresses);
    }

    [Fact]
    public void An_address_that_comes_with_an_older_record_fills_the_newer_one_but_not_across_an_end()
    {
        Apply("s1", 5);
        Assert.Equal(PxChangeKind.Current, Apply("s1", 3, addresses: ["10.0.0.3"])!.Value.Kind);
        Assert.Equal(["10.0.0.3"], Assert.Single(_table.Active).IpAddresses);
        Assert.Equal(Start.AddSeconds(5), Assert.Single(_table.Active).Timestamp);
        Assert.Null(Apply("s1", 2, addresses: ["10.0.0.2"]));
        Assert.NotNull(Apply("s1", 4, state: "DISCONNECTED"));
        Assert.Empty(Assert.Single(_table.Active).IpAddresses);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void The_end_of_an_old_session_does_not_end_the_new_one_of_the_same_mac()
    {
        Apply("old", 1);
        Apply("new", 2);
        Assert.Equal(PxChangeKind.Ended, Apply("old", 3, state: "DISCONNECTED")!.Value.Kind);
        Assert.Equal("new", Assert.Single(_table.Active).AuditSessionId);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void An_end_wins_over_a_record_of_the_past_until_it_is_forgotten_and_loses_to_a_newer_one()
    {
        Apply("s1", 1);
        Apply("s1", 5, state: "DISCONNECTED");
        Assert.Null(Apply("s1", 4));
        Assert.Null(Apply("s1", 5));
        Assert.Equal(0, _table.Count);
        Assert.Equal(PxChangeKind.Current, Apply("s1", 6)!.Value.Kind);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void An_end_that_comes_first_keeps_the_session_from_starting()
    {
        Assert.Null(Apply("s1", 5, state: "DISCONNECTED"));
        Assert.Null(Apply("s1", 4));
        Assert.Empty(_table.Active);
        _table.Forget(Start.AddHours(9));
        Assert.NotNull(Apply("s1", 4));
    }

    [Fact]
    public void Two_records_of_one_moment_with_different_content_are_two_and_equal_ones_are_one()
    {
        Apply("s1", 1);
        Assert.Null(Apply("s1", 1));
        Assert.NotNull(Apply("s1", 1, user: "profiled meanwhile"));
    }

    [Fact]
    public void Without_a_session_id_the_mac_is_the_key_and_without_that_the_calling_station()
    {
        _table.Apply(new PxSession { MacAddress = "aa:bb:cc:00:11:22", Timestamp = Start, ContentHash = 1 });
        _table.Apply(new PxSession { MacAddress = "AA:BB:CC:00:11:22", Timestamp = Start.AddSeconds(1), ContentHash = 2 });
        _table.Apply(new PxSession { CallingStationId = "192.0.2.7", Timestamp = Start, ContentHash = 3 });
        Assert.Null(_table.Apply(new PxSession { UserName = "nobody knows where", Timestamp = Start, ContentHash = 4 }));
        Assert.Equal(2, _table.Count);
    }

    [Fact]
    public void What_a_full_read_does_not_touch_is_absent()
    {
        Apply("s1", 1);
        Apply("s2", 1);
        var before = _table.Version;
        Apply("s2", 1);
        Assert.Equal(["s1"], _table.Untouched(before));
        Assert.Equal(PxChangeKind.Absent, _table.End("s1")!.Value.Kind);
        Assert.Equal("s2", Assert.Single(_table.Active).AuditSessionId);
    }

    [Fact]
    public void A_full_table_refuses_and_counts()
    {
        var small = new SessionTable(2);
        foreach (var id in new[] { "a", "b", "c" })
        {
            small.Apply(new PxSession { AuditSessionId = id, Timestamp = Start });
        }

        Assert.Equal((2, 1L), (small.Count, small.Refused));
    }

    // The order of arrival and repetitions make no difference to what is active at the end, as long as stamps differ.
    [Fact]
    public void The_table_does_not_depend_on_the_order_of_arrival() => Gen.Select(
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Bool, Gen.Int[0, 5]).Array[1, 30], Gen.Int[0, int.MaxValue])
        .Sample((steps, seed) =>
        {
            var records = steps.DistinctBy(s => (s.Item1, s.Item2))
                .Select(s => Record($"s{s.Item1}", s.Item2, s.Item3 ? "STARTED" : "DISCONNECTED", "u", s.Item4 == 0 ? [] : [$"10.0.0.{s.Item4}"])).ToList();
            Assert.Equal(Final([.. records.OrderBy(r => r.Timestamp)]), Final([.. records.OrderBy(r => (r.ContentHash * 2654435761) ^ (ulong)seed), .. records]));
        });

    private static List<string> Final(IReadOnlyList<PxSession> records)
    {
        var table = new SessionTable(1000);
        foreach (var record in records)
        {
            table.Apply(record);
        }

        return [.. table.Active.Select(s => $"{s.Key} {s.Timestamp:O} {string.Join(' ', s.IpAddresses)}").Order(StringComparer.Ordinal)];
    }

    private PxChange<PxSession>? Apply(string id, int second, string state = "STARTED", string user = "u", IReadOnlyList<string>? addresses = null) =>
        _table.Apply(Record(id, second, state, user, addresses ?? []));

    private static PxSession Record(string id, int second, string state, string user, IReadOnlyList<string> addresses) => new()
    {
        AuditSessionId = id,
        MacAddress = "AA:BB:CC:00:11:22",
        State = state,
        UserName = user,
        IpAddresses = addresses,
        Timestamp = Start.AddSeconds(second),
        ContentHash = (ulong)HashCode.Combine(id, second, state, user, string.Join(' ', addresses)),
    };
}
