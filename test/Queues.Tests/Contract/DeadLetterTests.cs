using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Cluster;
using Clarion.Grains.Tests.Model;
using Clarion.Grains.Tests.Store;
using Clarion.Queues.Streams;
using Clarion.Queues.Tests.Broker;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Clarion.Queues.Tests.Contract;

/// <summary>Messages that cannot be read or taken are set aside, and nothing behind them waits.</summary>
[Collection(BrokerCollection.Name)]
public sealed class DeadLetterTests(BrokerFixture broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_message_that_cannot_be_read_is_set_aside_and_can_be_replayed_and_discarded(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind));
        await cluster.PublishAsync(1);
        await cluster.Engine!.PublishAsync(0, new byte[] { 1, 2, 3, 4 }, Token);
        await cluster.Engine.PublishAsync(0, new byte[] { 99 }, Token);
        await cluster.PublishAsync(1);
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(2);
        var letters = await cluster.DeadLettersAsync();
        Assert.Equal([0, 0], letters.Select(l => l.Partition));
        Assert.Contains("format 99", letters[1].Reason, StringComparison.Ordinal);
        Assert.NotNull(letters[0].Published);

        Assert.Null(await cluster.Engine.ReplayAsync("no such message", Token));
        Assert.Equal(letters[0].Id, (await cluster.Engine.ReplayAsync(letters[0].Id, Token))?.Id);
        await GrainCluster.EventuallyAsync(async () => (await cluster.DeadLettersAsync()).Count == 2);
        foreach (var letter in await cluster.DeadLettersAsync())
        {
            Assert.Equal(letter, await cluster.Engine.DiscardAsync(letter.Id, Token));
        }

        Assert.Empty(await cluster.DeadLettersAsync());
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_window_that_its_partition_cannot_use_is_set_aside_and_the_gateway_sends_a_good_one(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind));
        await cluster.PublishAsync(1);
        await cluster.Grains.TakenAsync();
        var envelope = new DeltaEnvelope(cluster.Grains.Cluster.Silos[0].ServiceProvider.GetRequiredService<Serializer<DeltaBatch>>());
        for (var partition = 0; partition < 2; partition++)
        {
            await cluster.Engine!.PublishAsync(partition, envelope.Write(Damaged()), Token);
        }

        await GrainCluster.EventuallyAsync(async () => (await cluster.DeadLettersAsync()).Count == 2);
        Assert.All(await cluster.DeadLettersAsync(), l => Assert.Equal(
            ("its rows are cut off.", $"{Windows.Gateway}/{Windows.Epoch}/0/2/1 of 1"), (l.Reason, l.Window)));
        await cluster.PublishAsync(3);
        await cluster.Grains.TakenAsync();
        await cluster.Grains.SettleAsync();
        await cluster.CountedAsync(4);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.DurableInBatches), MemberType = typeof(BrokerFixture))]
    public async Task What_a_partition_fails_to_take_for_too_long_makes_way_and_is_not_lost(string kind, int batch)
    {
        var options = broker.OptionsFor(kind) with { DeliveryPatience = TimeSpan.FromSeconds(1), DeliveryBatch = batch };
        await using var cluster = await QueueCluster.StartAsync(options, grains: GrainCluster.Quick with { MaxOpenConversations = 1000 });
        cluster.Store.Before = call =>
        {
            if (call == StoreCall.Commit)
            {
                throw new StoreUnavailableException("disk full");
            }
        };
        await cluster.PublishAsync(5, conversations: 5000);

        // Of a group the stream does not say which message failed: then what follows the last one taken is left to the gateway's log.
        await GrainCluster.EventuallyAsync(async () => batch == 1
            ? (await cluster.DeadLettersAsync()).Count > 0
            : (await cluster.StatusesAsync()).All(s => s.Queue is { Unacknowledged: > 0 and < 10 }) && await cluster.ReadyAsync() == 0);
        cluster.Store.Before = null;
        await cluster.RepairAsync();
        foreach (var letter in await cluster.DeadLettersAsync())
        {
            Assert.Contains("failed to take", letter.Reason, StringComparison.Ordinal);
            Assert.Equal(letter.Id, (await cluster.Engine!.ReplayAsync(letter.Id, Token))?.Id);
        }

        await cluster.CountedAsync(5 * 5000);
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task Windows_behind_a_hole_that_the_queue_does_not_hold_make_room_for_those_that_fill_it(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind) with { Prefetch = 10 });
        var lane = (Sequence: 3L, Count: 30);
        for (var sequence = lane.Sequence; sequence < lane.Sequence + lane.Count; sequence++)
        {
            await SendAsync(cluster, sequence);
        }

        await GrainCluster.EventuallyAsync(async () => await cluster.ReadyAsync() == 0 && (await cluster.StatusesAsync())[0] is { Gaps.Count: 1, Queue.Unacknowledged: 0 });
        for (var sequence = 1L; sequence < lane.Sequence + lane.Count; sequence++)
        {
            await SendAsync(cluster, sequence);
        }

        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.CountedFlows == lane.Sequence + lane.Count - 1));
        Assert.Empty((await cluster.StatusesAsync())[0].Gaps);
        Assert.Empty(await cluster.DeadLettersAsync());
    }

    [Theory]
    [MemberData(nameof(BrokerFixture.Durable), MemberType = typeof(BrokerFixture))]
    public async Task A_window_of_which_the_rest_never_comes_makes_way_for_the_same_from_the_log(string kind)
    {
        await using var cluster = await QueueCluster.StartAsync(broker.OptionsFor(kind));
        await SendAsync(cluster, 1);
        await SendAsync(cluster, QueueCluster.Window(2, parts: 2));
        await GrainCluster.EventuallyAsync(async () => (await cluster.StatusesAsync())[0].Queue is { Unacknowledged: 1 });

        // Only when nothing of it is in the queue any more a gateway that was started again sends it once more.
        await GrainCluster.EventuallyAsync(async () =>
            (await cluster.StatusesAsync())[0].Queue is { Unacknowledged: 0 } && (await cluster.Engine!.GetDepthsAsync(CancellationToken.None))[0].Messages == 0);
        await SendAsync(cluster, 2);
        await SendAsync(cluster, 3);
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.CountedFlows == 3));
    }

    private static Task SendAsync(QueueCluster cluster, long sequence) => SendAsync(cluster, QueueCluster.Window(sequence));

    private static Task SendAsync(QueueCluster cluster, DeltaBatch window) => GrainCluster.EventuallyAsync(async () =>
    {
        await cluster.Grains.Client.GetStreamProvider(ClarionStreams.Provider)
            .GetStream<DeltaBatch>(StreamId.Create(ClarionStreams.DeltaNamespace, 0)).OnNextAsync(window);
        return true;
    });

    private static DeltaBatch Damaged() => new()
    {
        Gateway = Windows.Gateway,
        Epoch = Windows.Epoch,
        Worker = 0,
        Sequence = 2,
        Exporters = [],
        ConversationBytes = [1, 2, 3],
        SightingBytes = [],
    };
}
