using System.Globalization;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Grains.Tests.Cluster;
using Clarion.Queues.Engines;
using Clarion.Queues.Tests.Broker;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Clarion.Queues.Tests.Contract;

/// <summary>What only a log, and only Kafka, can do wrong. Against a real one.</summary>
[Collection(BrokerCollection.Name)]
public sealed class KafkaTests(BrokerFixture broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Topics_are_made_for_the_partitions_with_bounds_that_never_delete_what_waits()
    {
        var options = Options() with { MaxQueueBytes = 100 << 20 };
        await using var engine = QueueCluster.Open(options);
        Assert.Equal([0, 0], (await engine.GetDepthsAsync(Token)).Select(d => d.Messages));
        using var admin = Admin(options);
        var deltas = await SettingsAsync(admin, $"{options.Prefix}.deltas");
        Assert.Equal("-1", deltas["retention.ms"]);
        Assert.Equal((225L << 20).ToString(CultureInfo.InvariantCulture), deltas["retention.bytes"]);
        Assert.Equal("compact", (await SettingsAsync(admin, $"{options.Prefix}.dead-letters"))["cleanup.policy"]);
        Assert.Equal(2, admin.GetMetadata($"{options.Prefix}.deltas", TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count);
    }

    [Fact]
    public async Task A_topic_with_another_number_of_partitions_is_refused_in_words()
    {
        var options = Options();
        using var admin = Admin(options);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = $"{options.Prefix}.deltas", NumPartitions = 5, ReplicationFactor = 1 }]);
        await using var engine = QueueCluster.Open(options);
        foreach (var act in new Func<Task>[] { () => engine.PublishAsync(0, new byte[1], Token), () => engine.GetDepthsAsync(Token), () => ReadAsync(engine) })
        {
            var refused = await Assert.ThrowsAsync<QueueUnavailableException>(act);
            Assert.Contains($"The topic {options.Prefix}.deltas has 5 partitions and Clarion has 2.", refused.Message, StringComparison.Ordinal);
        }

        static async Task ReadAsync(IQueueEngine engine)
        {
            await using var reader = engine.CreateReader(0);
            await reader.ReadAsync(10, Token);
        }
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_in_words_and_the_next_one_passes()
    {
        var options = Options();
        using var admin = Admin(options);
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = $"{options.Prefix}.deltas", NumPartitions = 2, ReplicationFactor = 1, Configs = new() { ["max.message.bytes"] = "1000000" } },
        ]);
        await using var engine = QueueCluster.Open(options);
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => engine.PublishAsync(0, new byte[1_100_000], Token));
        Assert.Contains("max.message.bytes", refused.Message, StringComparison.Ordinal);
        await engine.PublishAsync(0, new byte[900_000], Token);
        Assert.Equal([1, 0], (await engine.GetDepthsAsync(Token)).Select(d => d.Messages));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_told_in_words_and_in_time()
    {
        await using var engine = QueueCluster.Open(Options() with { Hosts = ["127.0.0.1:1"] });
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => engine.PublishAsync(0, new byte[1], Token)).WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Contains("does not answer", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => engine.ListDeadLettersAsync(Token)).WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task Two_readers_of_a_partition_read_the_same_and_commit_only_what_is_settled()
    {
        var options = Options();
        await using var engine = QueueCluster.Open(options);
        for (var i = 0; i < 4; i++)
        {
            await engine.PublishAsync(0, new[] { (byte)i }, Token);
        }

        await using var old = engine.CreateReader(0);
        await using var next = engine.CreateReader(0);
        var first = await TakeAsync(old, 4);
        var second = await TakeAsync(next, 4);
        Assert.Equal(first.Select(m => m.Id), second.Select(m => m.Id));

        // The third is settled before the first two: a log cannot say so.
        await next.AcknowledgeAsync([second[2].Position], Token);
        Assert.Equal(4, (await engine.GetDepthsAsync(Token))[0].Messages);
        Assert.Equal(new LogExtent(4, 4), next.Log);
        await next.AcknowledgeAsync([second[0].Position, second[1].Position], Token);
        Assert.Equal(1, (await engine.GetDepthsAsync(Token))[0].Messages);

        // Who comes late commits less: then some of it comes again, and nothing is lost.
        await old.AcknowledgeAsync([first[0].Position], Token);
        await using var third = engine.CreateReader(0);
        Assert.Equal([1, 2, 3], (await TakeAsync(third, 3)).Select(m => m.Body[0]));
    }

    [Fact]
    public async Task What_was_taken_comes_again_after_a_rewind_with_the_same_ids_and_old_positions_mean_nothing()
    {
        var options = Options();
        await using var engine = QueueCluster.Open(options);
        await engine.PublishAsync(0, new byte[] { 1 }, Token);
        await engine.PublishAsync(0, new byte[] { 2 }, Token);
        await using var reader = engine.CreateReader(0);
        var before = await TakeAsync(reader, 2);
        await reader.AcknowledgeAsync([before[0].Position], Token);
        await reader.RewindAsync(Token);
        await reader.AcknowledgeAsync([before[1].Position], Token);
        var after = await TakeAsync(reader, 1);
        Assert.Equal(before[1].Id, after[0].Id);
        Assert.Equal(before[1].Position.Generation + 1, after[0].Position.Generation);
        Assert.Equal(1, (await engine.GetDepthsAsync(Token))[0].Messages);
    }

    [Fact]
    public async Task No_more_than_allowed_is_set_aside_and_another_process_sees_the_same()
    {
        var options = Options() with { MaxDeadLetters = 3 };
        await using var engine = QueueCluster.Open(options);
        await using var other = QueueCluster.Open(options);
        var message = new QueuedMessage(default, "", TimeProvider.System.GetUtcNow(), []);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i < 3, await engine.SetAsideAsync(1, message with { Id = $"m{i}", Body = [(byte)i] }, new string('r', 10_000), "w", Token));
        }

        var letters = await other.ListDeadLettersAsync(Token);
        Assert.Equal(["m0", "m1", "m2"], letters.Select(l => l.Id));
        Assert.Equal((1, 1, "w"), (letters[0].Partition, letters[0].Bytes, letters[0].Window));
        Assert.Equal("m1", (await other.ReplayAsync("m1", Token))?.Id);
        Assert.Equal("m0", (await other.DiscardAsync("m0", Token))?.Id);
        Assert.Equal(["m2"], (await engine.ListDeadLettersAsync(Token)).Select(l => l.Id));
        await using var reader = engine.CreateReader(1);
        Assert.Equal([1], (await TakeAsync(reader, 1))[0].Body);
        Assert.True(await engine.SetAsideAsync(1, message with { Id = "m5" }, "r", null, Token));
    }

    private static async Task<List<QueuedMessage>> TakeAsync(IQueueReader reader, int count)
    {
        var taken = new List<QueuedMessage>();
        await GrainCluster.EventuallyAsync(async () =>
        {
            taken.AddRange(await reader.ReadAsync(count - taken.Count, CancellationToken.None));
            return taken.Count == count;
        });
        return taken;
    }

    private static IAdminClient Admin(QueueOptions options) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Hosts[0] }).Build();

    private static async Task<Dictionary<string, string>> SettingsAsync(IAdminClient admin, string topic)
    {
        var found = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        return found[0].Entries.ToDictionary(e => e.Key, e => e.Value.Value, StringComparer.Ordinal);
    }

    private QueueOptions Options()
    {
        KafkaNode.Require();
        return broker.OptionsFor(QueueKinds.Kafka);
    }
}
