using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries;

namespace Clarion.Storage.Tests.Queries;

/// <summary>Random histories of commits, checkpoints, upkeep and passing days: every answer equals the sum of what was committed.</summary>
public abstract class RollupHistoryContract : QueryContract
{
    private static readonly string[] Dimensions =
        ["src.sgt", "dst.sgt", "dst.port", "protocol", "vlan", "exporter", "src.device", "dst.device", "src.ip", "dst.ip"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Answers_do_not_depend_on_the_order_of_commits_and_upkeep(int seed)
    {
        var random = new Random(seed);
        await using var store = await OpenAsync(
            new("Clarion:Retention:Conversations5m", "01:00:00"), new("Clarion:Retention:RawFlows", "01:00:00"));
        var committed = new List<TestConversation>();
        var numbers = new long[3];
        for (var action = 0; action < 40; action++)
        {
            await ActAsync(store, random, committed, numbers);
            if (action % 4 == 3)
            {
                await CompareAsync(store, random, committed);
            }
        }
    }

    private static async Task ActAsync(QueryStore store, Random random, List<TestConversation> committed, long[] numbers)
    {
        var partition = random.Next(numbers.Length);
        switch (random.Next(5))
        {
            case 0 or 1:
                var bucket = store.Clock.GetUtcNow().ToUnixTimeSeconds() / 300;
                TestConversation[] rows =
                    [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => TestConversations.Random(random, bucket - random.Next(400)))];
                await store.Rollups.CommitAsync(TestConversations.Commit(partition, ++numbers[partition], rows), TestContext.Current.CancellationToken);
                committed.AddRange(rows);
                break;
            case 2:
                await store.Entities.CheckpointAsync(new(partition, numbers[partition], [], [], []), TestContext.Current.CancellationToken);
                break;
            case 3:
                store.Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 800)));
                break;
            default:
                await store.Upkeep.RunAsync(store.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
                break;
        }
    }

    private static async Task CompareAsync(QueryStore store, Random random, List<TestConversation> committed)
    {
        var to = Buckets.Of(store.Clock.GetUtcNow()) + 1 - (uint)random.Next(300);
        var range = new TimeRange(Buckets.Start(to - (uint)random.Next(1, 900)), Buckets.Start(to));
        var by = random.GetItems(Dimensions, random.Next(0, 4)).Distinct(StringComparer.Ordinal).ToArray();
        var (text, matches) = random.Next(4) switch
        {
            0 => (null, _ => true),
            1 => ("protocol = tcp or src.sgt = 1", one => one.Protocol == 6 || one.ClientSgt == 1),
            2 => ("device = 00:11:22:33:44:02", one => one.Client == 2 || one.Server == 2),
            _ => ((string?)"dst.ip = 8.8.8.8 and not exporter = 192.0.2.1", (Func<TestConversation, bool>)(one => one.Server == 9 && one.Exporter > 0)),
        };
        TimeSpan? step = random.Next(3) switch { 0 => null, 1 => TimeSpan.FromMinutes(5), _ => TimeSpan.FromHours(1) };
        var answer = await store.Queries.SummarizeAsync(
            new(range, text is null ? null : FilterParser.Parse(text), by, step, 10_000), TestContext.Current.CancellationToken);
        var expected = committed
            .Where(one => one.Bucket >= Buckets.Of(answer.Effective.From) && one.Bucket < Buckets.Of(answer.Effective.To) && matches(one))
            .ToArray();

        Assert.True(answer.Effective.From <= range.From && answer.Effective.To >= range.To);
        Assert.Equal(TestConversations.Sum(expected), answer.Total);
        if (by.Length > 0)
        {
            // Pairs of devices without a filter leave external ends out.
            var groups = expected.Where(one => answer.Source != "device_pairs" || (one.Client != 9 && one.Server != 9))
                .GroupBy(one => string.Join('|', by.Select(one.Value)))
                .ToDictionary(group => group.Key, TestConversations.Sum);
            Assert.Equal(
                groups.OrderBy(group => group.Key, StringComparer.Ordinal),
                answer.Rows.Select(row => KeyValuePair.Create(Key(row.Key), row.Measures)).OrderBy(group => group.Key, StringComparer.Ordinal));
        }

        if (step is not null && answer.Source != "device_pairs")
        {
            Assert.Equal(answer.Total.Flows, answer.Series.Sum(series => series.Points.Sum(point => point.Measures.Flows)));
        }

        Assert.Equal(0, answer.MaxError);
    }

    private static string Key(IEnumerable<object?> key) => string.Join('|', key.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
