using Clarion.Grains.Interfaces.Queues;
using Clarion.Grains.Tests.Cluster;
using Clarion.Queues.Tests.Broker;

namespace Clarion.Queues.Tests.Contract;

/// <summary>Silos come and go, and so does the broker.</summary>
[Collection(BrokerCollection.Name)]
public sealed class FaultTests(BrokerFixture broker)
{
    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task Queues_move_with_silos_and_a_killed_silo_takes_nothing_along(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind), silos: 2);
        await cluster.PublishAsync(20);
        await cluster.Grains.Cluster.StartAdditionalSiloAsync();
        await cluster.PublishAsync(20);
        await cluster.Grains.Cluster.KillSiloAsync(cluster.Grains.Cluster.Silos[1], TestContext.Current.CancellationToken);
        await cluster.PublishAsync(20);
        await cluster.Grains.Cluster.KillSiloAsync(cluster.Grains.Cluster.Silos[1], TestContext.Current.CancellationToken);
        await cluster.PublishAsync(20);
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(80);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_partition_that_dies_with_what_it_had_merged_gets_it_again_from_a_receiver_that_lives(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind), silos: 2, grains: QueueCluster.Patient);
        await cluster.PublishAsync(1);
        await cluster.FollowedAsync();
        var before = cluster.CountedFlows;
        await cluster.PublishAsync(14);
        await cluster.Grains.TakenAsync();
        Assert.Equal(before, cluster.CountedFlows);

        // Partitions and receivers are spread over both silos: whatever lies together or apart, all must come again.
        await cluster.Grains.Cluster.KillSiloAsync(cluster.Grains.Cluster.Silos[1], TestContext.Current.CancellationToken);
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        Assert.Equal(15, cluster.CountedFlows);
    }

    [Fact]
    public async Task RabbitMq_that_is_killed_comes_back_with_everything_it_had_confirmed()
    {
        await using var node = await RabbitMqNode.StartAsync();
        await ComesBackAsync(BrokerFixture.For(node), async prefix =>
        {
            await node.RemembersAsync(prefix + ".deltas.0", prefix + ".deltas.1");
            await node.KillAsync();
        }, node.RestartAsync);
    }

    [Fact]
    public async Task Kafka_that_is_killed_comes_back_with_everything_it_had_confirmed()
    {
        await using var node = await KafkaNode.StartAsync();
        await ComesBackAsync(BrokerFixture.For(node), _ => node.KillAsync(), node.RestartAsync);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_full_queue_refuses_and_takes_again_when_there_is_room(string kind)
    {
        var options = broker.OptionsFor(kind) with { MaxQueueBytes = 1 << 20 };
        var body = new byte[100_000];
        await using var engine = QueueCluster.Open(options);
        var taken = 0;
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(async () =>
        {
            for (; taken < 100; taken++)
            {
                await engine.PublishAsync(0, body, TestContext.Current.CancellationToken);
            }
        });
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.InRange(taken, 9, 30);

        // The other queue has room of its own.
        await engine.PublishAsync(1, body, TestContext.Current.CancellationToken);
        await using var reader = engine.CreateReader(0);
        var read = 0;
        await GrainCluster.EventuallyAsync(async () =>
        {
            var messages = await reader.ReadAsync(10, CancellationToken.None);
            await reader.AcknowledgeAsync([.. messages.Select(m => m.Position)], CancellationToken.None);
            read += messages.Count;
            return read >= taken;
        });
        await GrainCluster.EventuallyAsync(async () =>
        {
            await engine.PublishAsync(0, body, CancellationToken.None);
            return true;
        });
        Assert.InRange(read, taken, taken + 1);
    }

    private static async Task ComesBackAsync(QueueOptions options, Func<string, Task> kill, Func<Task> restart)
    {
        await using var cluster = await QueueCluster.StartAsync(options, grains: QueueCluster.Patient);
        await cluster.PublishAsync(20);
        await kill(options.Prefix);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => cluster.Engine!.PublishAsync(0, new byte[1], TestContext.Current.CancellationToken));
        await restart();
        await cluster.PublishAsync(20);
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(40);
    }
}
