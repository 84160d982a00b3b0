using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Queries;

/// <summary>The long tier: raw flows that have become biflows answer as before.</summary>
public abstract class BiflowContract : QueryContract
{
    private const long DayMs = 86_400_000;

    private static readonly string[] Kept =
        ["src.ip", "dst.ip", "src.port", "dst.port", "protocol", "src.sgt", "dst.sgt", "vlan", "exporter", "denied"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sums_by_what_is_kept_stay_the_same(int seed)
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        var old = now.ToUnixTimeMilliseconds() - 5 * DayMs;
        await store.Flows.AppendAsync(1, Talks(new Random(seed), 400, old));
        var before = await SumsAsync(store);
        await store.Upkeep.RunAsync(now, Token);

        var report = await store.Reports.ReadAsync(Token);
        Assert.Equal(0, Rows(report, "flows"));
        Assert.InRange(Rows(report, "biflows"), 200, 399);
        Assert.False(report.DeletedRows.ContainsKey("flows"));
        Assert.Equal(400, await store.Flows.CountStoredAsync(Token));
        Assert.Equal(before, await SumsAsync(store));
    }

    [Fact]
    public async Task A_list_goes_on_from_raw_flows_into_biflows()
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        var today = now.ToUnixTimeMilliseconds();
        var random = new Random(4);
        await store.Flows.AppendAsync(1, Talks(random, 300, today - 5 * DayMs));
        await store.Upkeep.RunAsync(now, Token);
        await store.Flows.AppendAsync(2, Talks(random, 100, today));

        var filter = FilterParser.Parse("src.ip = 10.0.0.1 or dst.ip = 10.0.0.1");
        var all = new TimeRange(now - TimeSpan.FromDays(10), now + TimeSpan.FromDays(1));
        var expected = await store.Queries.SummarizeAsync(new(all, filter, ["src.port"], null, 1000), Token);
        var seen = new List<FlowRecord>();
        string? cursor = null;
        do
        {
            var page = await store.Queries.FlowsAsync(all, filter, 17, cursor, Token);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected.Total.Flows, seen.Count);
        var ends = seen.Select(flow => (DateTimeOffset)flow.Values.Single(value => value.Key == "end").Value!).ToArray();
        Assert.Equal(ends.OrderDescending(), ends);
        Assert.Equal(expected.Total.Bytes, seen.Sum(flow => Convert.ToDouble(flow.Values.Single(value => value.Key == "bytes").Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Flows_that_a_journal_held_back_join_their_hour()
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        var old = now.ToUnixTimeMilliseconds() - 5 * DayMs;
        await store.Flows.AppendAsync(1, Talks(new Random(5), 100, old));
        await store.Upkeep.RunAsync(now, Token);
        await store.Flows.AppendAsync(2, Talks(new Random(6), 50, old));
        var before = await SumsAsync(store);
        await store.Upkeep.RunAsync(now + TimeSpan.FromHours(2), Token);
        Assert.Equal(0, Rows(await store.Reports.ReadAsync(Token), "flows"));
        Assert.Equal(before, await SumsAsync(store));
        Assert.Equal(150, await store.Flows.CountStoredAsync(Token));
    }

    [Fact]
    public async Task Flows_of_clocks_that_stood_before_1970_are_kept_too()
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        var old = now.ToUnixTimeMilliseconds() - 5 * DayMs;
        var flows = Talks(new Random(8), 40, old).Select((flow, i) => i < 20 ? flow with { EndMs = -700_000L * i } : flow);
        await store.Flows.AppendAsync(1, [.. flows.Select(flow => flow with { ReceivedMs = old })]);
        await store.Upkeep.RunAsync(now, Token);
        var ways = await store.Database.ReadAsync(
            session => session.Number($"SELECT coalesce(sum((ways & 1) + (ways & 2) / 2), 0)::BIGINT FROM {session.Parts.Biflows(old - old % DayMs)} AS b"), Token);
        Assert.Equal(40, ways);
    }

    [Fact]
    public async Task They_go_at_their_age_with_the_numbers_of_their_hosts()
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        await store.Flows.AppendAsync(1, Talks(new Random(7), 60, now.ToUnixTimeMilliseconds() - 5 * DayMs));
        await store.Upkeep.RunAsync(now, Token);
        Assert.NotEqual(0, await HostsAsync(store));
        await store.Upkeep.RunAsync(now + TimeSpan.FromDays(100), Token);
        var report = await store.Reports.ReadAsync(Token);
        Assert.Equal(0, Rows(report, "biflows"));
        Assert.Equal(60, report.DeletedRows["biflows"]);
        Assert.Equal(0, await HostsAsync(store));
        Assert.Equal(60, await store.Flows.CountStoredAsync(Token));
    }

    // Both ways of talks between four hosts, some ways missing, all within two days.
    private static TestFlow[] Talks(Random random, int count, long newestMs) =>
    [
        .. Enumerable.Range(0, count / 2).SelectMany(talk =>
        {
            var one = TestFlows.Random(random, 1, newestMs, 24)[0] with { Id = talk * 2, SourcePort = (ushort)random.Next(50_000, 50_004), Vlan = (ushort)random.Next(2) };
            one = one with { ReceivedMs = one.EndMs };
            var back = one with
            {
                Id = one.Id + 1, Source = one.Destination, Destination = one.Source, SourcePort = one.DestinationPort, DestinationPort = one.SourcePort,
                SourceSgt = one.DestinationSgt, DestinationSgt = one.SourceSgt, Bytes = one.Bytes * 3 + 1, Packets = one.Packets + 2, EndMs = one.EndMs + random.Next(40),
                Vlan = (ushort)random.Next(2), Rate = random.Next(10) == 0 ? 7 : one.Rate, Denied = random.Next(5) == 0,
            };
            return new[] { one, back };
        }),
    ];

    private static async Task<string[]> SumsAsync(QueryStore store)
    {
        var now = store.Clock.GetUtcNow();
        var range = new TimeRange(now - TimeSpan.FromDays(10), now + TimeSpan.FromDays(1));
        var lines = new List<string>();
        foreach (var by in Kept)
        {
            var answer = await store.Queries.SummarizeAsync(new(range, null, ["src.port", by == "src.port" ? "dst.ip" : by], null, 1000), Token);
            lines.AddRange(answer.Rows.Select(row => FormattableString.Invariant($"{string.Join('|', row.Key)} {row.Measures}")).Order(StringComparer.Ordinal));
        }

        return [.. lines];
    }

    private static Task<long> HostsAsync(QueryStore store) => store.Database.ReadAsync(session => session.Number($"SELECT count(*) FROM hosts"), Token);

    private static long Rows(StoreReport report, string table) => report.Tables.Single(one => one.Table == table).Rows;
}
