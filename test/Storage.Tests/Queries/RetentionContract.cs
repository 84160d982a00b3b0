using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Queries;

public abstract class RetentionContract : QueryContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_flows_go_with_their_lanes_and_are_counted()
    {
        await using var store = await OpenAsync(new KeyValuePair<string, string?>("Clarion:Retention:Biflows", "2.00:00:00"));
        var today = store.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var old = today - 5 * 86_400_000L;
        await store.Flows.AppendAsync(1, TestFlows.Random(new Random(1), 30, old, 1));
        await store.Upkeep.RunAsync(DateTimeOffset.FromUnixTimeMilliseconds(old + 3_600_000), Token);
        Assert.Equal(30, Rows(await store.Reports.ReadAsync(Token), "flows"));

        await store.Upkeep.RunAsync(store.Clock.GetUtcNow(), Token);
        await store.Flows.AppendAsync(2, TestFlows.Random(new Random(1), 20, today, 1).Select(flow => flow with { ReceivedMs = today }).ToArray());
        var report = await store.Reports.ReadAsync(Token);
        Assert.Equal(20, Rows(report, "flows"));
        Assert.Equal(30, report.DeletedRows["flows"]);
        Assert.Equal(store.Clock.GetUtcNow(), report.LastRetention);
        Assert.Equal(50, await store.Flows.CountStoredAsync(Token));
        Assert.True(report.SizeBytes > 0 && report.FreeBytes is null or > 0 && report.Fault is null);
    }

    [Fact]
    public async Task Conversations_stay_until_entities_contain_them()
    {
        await using var store = await OpenAsync(new KeyValuePair<string, string?>("Clarion:Retention:Conversations5m", "1.00:00:00"));
        var bucket = store.Clock.GetUtcNow().ToUnixTimeSeconds() / 300;
        var random = new Random(1);
        TestConversation[] rows = [.. Enumerable.Range(0, 10).Select(_ => TestConversations.Random(random, bucket))];
        await store.Rollups.CommitAsync(TestConversations.Commit(4, 1, rows), Token);
        var later = store.Clock.GetUtcNow() + TimeSpan.FromDays(10);
        await store.Upkeep.RunAsync(later, Token);
        Assert.Equal(10, Rows(await store.Reports.ReadAsync(Token), "conversations"));

        await store.Entities.CheckpointAsync(new EntityCheckpoint(4, 1, [], [], []), Token);
        await store.Upkeep.RunAsync(later + TimeSpan.FromHours(1), Token);
        var report = await store.Reports.ReadAsync(Token);
        Assert.Equal(0, Rows(report, "conversations"));
        Assert.Equal(10, report.DeletedRows["conversations"]);

        var from = DateTimeOffset.FromUnixTimeSeconds(bucket * 300);
        var answer = await store.Queries.SummarizeAsync(new(new(from, from + TimeSpan.FromMinutes(5)), null, ["src.ip"], null, 100), Token);
        Assert.Equal(TestConversations.Sum(rows), answer.Total);
        Assert.Equal(TimeSpan.FromHours(1), answer.Effective.To - answer.Effective.From);
    }

    [Fact]
    public async Task Rollups_end_at_their_age()
    {
        await using var store = await OpenAsync();
        var random = new Random(1);
        var bucket = store.Clock.GetUtcNow().ToUnixTimeSeconds() / 300;
        await store.Rollups.CommitAsync(TestConversations.Commit(0, 1, [TestConversations.Random(random, bucket)]), Token);
        await store.Entities.CheckpointAsync(new EntityCheckpoint(0, 1, [], [], []), Token);
        await store.Upkeep.RunAsync(store.Clock.GetUtcNow(), Token);
        Assert.Equal(1, Rows(await store.Reports.ReadAsync(Token), "traffic_1h"));

        await store.Upkeep.RunAsync(store.Clock.GetUtcNow() + TimeSpan.FromDays(400), Token);
        var report = await store.Reports.ReadAsync(Token);
        Assert.All(report.Tables.Where(table => table.Table.EndsWith("_5m", StringComparison.Ordinal) || table.Table.EndsWith("_1h", StringComparison.Ordinal)),
            table => Assert.Equal(0, table.Rows));
        Assert.Equal(1, report.DeletedRows["traffic_1h"]);
    }

    [Fact]
    public async Task Lanes_without_flows_are_forgotten()
    {
        await using var store = await OpenAsync();
        var old = store.Clock.GetUtcNow().ToUnixTimeMilliseconds() - 5 * 86_400_000L;
        await store.Flows.AppendAsync(1, TestFlows.Random(new Random(1), 5, old, 1));
        await store.Rollups.CommitAsync(
            TestConversations.Commit(0, 1, []) with { Positions = [new LanePosition(TestFlows.Lane, 1)] }, Token);
        await store.Upkeep.RunAsync(store.Clock.GetUtcNow(), Token);
        Assert.Empty(await store.Flows.GetLanesAsync(Token));
        Assert.Equal(0, await store.Database.ReadAsync(session => session.Scalar<long>("SELECT count(*) FROM positions"), Token));
    }

    private static long Rows(StoreReport report, string table) => report.Tables.Single(one => one.Table == table).Rows;
}
