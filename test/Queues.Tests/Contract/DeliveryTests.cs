using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Cluster;
using Clarion.Grains.Tests.Store;
using Clarion.Queues.Tests.Broker;
using Clarion.Storage.Contracts;

namespace Clarion.Queues.Tests.Contract;

/// <summary>Whatever consumers do, every flow is counted once, and a message is acknowledged only after its commit.</summary>
[Collection(BrokerCollection.Name)]
public sealed class DeliveryTests(BrokerFixture broker)
{
    private const int Partitions = 2;

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("rabbitmq", 1)]
    [InlineData("rabbitmq", 64)]
    [InlineData("kafka", 1)]
    [InlineData("kafka", 64)]
    public async Task Every_flow_is_counted_once_although_messages_come_twice(string kind, int batch)
    {
        await using var cluster = await QueueCluster.StartAsync(Options(kind) is { } options ? options with { DeliveryBatch = batch } : null);
        for (var window = 1; window <= 30; window++)
        {
            await cluster.PublishAsync(1, conversations: 20);
            await cluster.Grains.SendAsync(window);
        }

        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(600);
        if (cluster.Engine is not null)
        {
            Assert.Empty(await cluster.DeadLettersAsync());
        }
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.DurableInBatches), MemberType = typeof(BrokerFixture))]
    public async Task Messages_stay_in_the_queue_until_their_rows_are_committed(string kind, int batch)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind) with { DeliveryBatch = batch }, grains: QueueCluster.Patient);
        await cluster.PublishAsync(12);
        await cluster.Grains.TakenAsync();
        await GrainCluster.EventuallyAsync(async () => (await cluster.StatusesAsync()).All(s => s.Queue is { Unacknowledged: 12 }));
        Assert.Empty(cluster.Store.Commits);
        foreach (var partition in Enumerable.Range(0, Partitions))
        {
            await cluster.Grains.Client.GetGrain<IPartitionGrain>(partition).Flush();
        }

        await cluster.CountedAsync(12);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.DurableInBatches), MemberType = typeof(BrokerFixture))]
    public async Task What_was_not_committed_comes_again_after_a_crash(string kind, int batch)
    {
        var options = broker.OptionsFor(kind) with { DeliveryBatch = batch };
        var store = new InMemoryStore();
        await using (var first = await QueueCluster.StartAsync(options, grains: QueueCluster.Patient, store: store))
        {
            await first.PublishAsync(10);
            await first.Grains.TakenAsync();
            store.Before = call => throw new StoreUnavailableException("crashing");
            await first.Grains.Cluster.KillSiloAsync(first.Grains.Cluster.Silos[0], TestContext.Current.CancellationToken);
        }

        store.Before = null;
        Assert.Empty(store.Commits);
        await using var second = await QueueCluster.StartAsync(options, store: store);
        await second.CountedAsync(10);
        Assert.All(await second.StatusesAsync(), s => Assert.Equal((10L, 0L), (s.Lanes[0].Sequence, s.GapBatches)));
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_partition_that_cannot_commit_fills_its_receiver_and_then_the_queue_and_loses_nothing(string kind)
    {
        const int Prefetch = 10;
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind) with { Prefetch = Prefetch });
        cluster.Store.Before = call => Refuse(call == StoreCall.Commit);
        await cluster.PublishAsync(40);
        await GrainCluster.EventuallyAsync(async () => (await cluster.StatusesAsync()).All(s => s.Queue is { Unacknowledged: Prefetch, IsFull: true }));
        Assert.Equal(2 * 30, await cluster.ReadyAsync());
        cluster.Store.Before = null;
        await cluster.CountedAsync(40);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_full_receiver_makes_its_partition_commit_early(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind) with { Prefetch = 10 }, grains: QueueCluster.Patient);
        await cluster.PublishAsync(55);
        await cluster.Grains.TakenAsync();
        Assert.All(await cluster.StatusesAsync(), s => Assert.True(s.CommitNumber >= 4));
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_partition_that_throws_is_asked_until_it_takes_and_nothing_is_set_aside(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind), grains: QueueCluster.Patient);
        cluster.Store.Before = call => Refuse(call == StoreCall.Commit);
        await cluster.PublishAsync(8, conversations: 1500);
        await GrainCluster.EventuallyAsync(async () => (await cluster.StatusesAsync()).All(
            s => s.OpenConversations >= 2 * QueueCluster.Patient.MaxOpenConversations && s.Fault is not null));
        cluster.Store.Before = null;
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(8 * 1500);
        Assert.Empty(await cluster.DeadLettersAsync());
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_partition_that_blocks_holds_the_queue_back(string kind)
    {
        const int Prefetch = 10;
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind) with { Prefetch = Prefetch });
        using var gate = new ManualResetEventSlim();
        cluster.Store.Before = call =>
        {
            if (call == StoreCall.Commit)
            {
                gate.Wait(TimeSpan.FromSeconds(20));
            }
        };
        await cluster.PublishAsync(40);
        await GrainCluster.EventuallyAsync(async () => await cluster.ReadyAsync(Prefetch) <= 2 * (40 - Prefetch));
        Assert.Equal(2 * (40 - Prefetch), await cluster.ReadyAsync(Prefetch));
        gate.Set();
        cluster.Store.Before = null;
        await cluster.CountedAsync(40);
    }

    private static void Refuse(bool isRefused)
    {
        if (isRefused)
        {
            throw new StoreUnavailableException("disk full");
        }
    }

    private QueueOptions? Options(string kind) => kind == "memory" ? null : broker.OptionsFor(kind);
}
