using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Grains.Tests.Model;
using Clarion.Grains.Tests.Store;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Clarion.Grains.Tests.Cluster;

public sealed class PartitionTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 3_600_000;
    private static readonly IpAddr Client = IpAddr.Parse("10.0.0.1");
    private static readonly IpAddr Server = IpAddr.Parse("10.0.0.2");
    private static readonly MacAddr ClientMac = new(0x02_0000_0000_01);
    private static readonly Usage Sent = new(3, 1000, 200, 2, 1, 0);

    [Fact]
    public async Task What_a_window_says_reaches_rollups_devices_switch_and_pair_once()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([Exchange(Now)]);
        await cluster.SendAsync(1);
        await cluster.PublishAsync([Exchange(Now + 1000)]);
        await cluster.SettleAsync();

        var client = await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get();
        var server = await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.2").Get();
        var onSwitch = await cluster.Client.GetGrain<ISwitchGrain>("10.255.0.1").Get();
        var pair = await cluster.Client.GetGrain<ISgtPairGrain>("5:7").Get();
        Assert.Equal(Sent + Sent, client?.Total);
        Assert.Equal(new Usage(6, 400, 2000, 2, 4, 0), server?.Total);
        Assert.Equal(Sent + Sent, onSwitch?.Total);
        Assert.Equal(4u, Assert.Single(onSwitch!.Interfaces).Interface);
        Assert.Equal((Sent + Sent, 1L, 1L, 1), (pair!.Total, pair.DistinctClients, pair.DistinctServers, pair.DaysSeen));
        Assert.Equal(("ip:10.0.0.2", 6L, 2400ul), client!.Peers.Select(p => (p.Peer, p.Flows, p.Bytes)).Single());
        Assert.Equal((5, Now - 10, Now + 1000), (client.Sgts.Single().Sgt, client.FirstMs, client.LastMs));
        Assert.True(server!.Services.Single() is { Port: 443, Serves: true });
        Assert.Equal(6u, cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Sum(r => r.Counters.FlowsUp + r.Counters.FlowsDown));
        Assert.Equal(6L, cluster.Store.DeviceRow("ip:10.0.0.1")?.Flows);
    }

    [Fact]
    public async Task A_window_with_more_conversations_than_the_stream_takes_in_one_message_arrives_whole()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([.. Enumerable.Range(1, 20_000).Select(i => Exchange(Now, (ulong)i))]);
        await cluster.PublishAsync([Exchange(Now + 1000)]);
        await cluster.TakenAsync();
        await cluster.SettleAsync();

        Assert.Equal(60_003u, cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Sum(r => r.Counters.FlowsUp + r.Counters.FlowsDown));
    }

    [Fact]
    public async Task A_window_in_several_messages_counts_when_all_of_them_are_there_and_once()
    {
        await using var cluster = await GrainCluster.StartAsync(options: GrainCluster.Quick with { Partitions = 1 });
        var stream = cluster.Client.GetStreamProvider(ClarionStreams.Provider)
            .GetStream<DeltaBatch>(Orleans.Runtime.StreamId.Create(ClarionStreams.DeltaNamespace, 0));
        var partition = cluster.Client.GetGrain<IPartitionGrain>(0);
        var messages = Windows.Messages(
            Windows.Split(1, 0, 1, [new ExporterRef(Client.Value, 0, 9)], [Exchange(Now, 1), Exchange(Now, 2), Exchange(Now, 3)], [])[0], rowsPerMessage: 1);

        // Repeated, begun again, and with a hole: what a gateway does that is interrupted.
        foreach (var part in (int[])[1, 0, 0, 1, 1, 0, 2, 0, 1])
        {
            await stream.OnNextAsync(messages[part]);
        }

        await partition.Flush();
        var status = await partition.GetStatus();
        Assert.Equal((0, 0L), (status.Lanes.Count, status.AppliedFlows));
        await stream.OnNextAsync(messages[2]);
        foreach (var message in messages)
        {
            await stream.OnNextAsync(message);
        }

        await GrainCluster.EventuallyAsync(async () => (await partition.GetStatus()).DuplicateBatches == 1);
        status = await partition.GetStatus();
        Assert.Equal((1L, 9L), (status.Lanes.Single().Sequence, status.AppliedFlows));
    }

    [Fact]
    public async Task Entities_that_cannot_be_told_do_not_hold_up_the_rollups_and_miss_nothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Store.Before = FailOn(StoreCall.LoadStates, "away");
        for (var window = 1; window <= 3; window++)
        {
            await cluster.PublishAsync([Exchange(Now + window * 1000)]);
            var expected = window;
            await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Store.Commits.Count(c => c.Conversations.Rows.Count > 0) == expected));
        }

        cluster.Store.Before = null;
        await cluster.SettleAsync();
        Assert.Equal(9, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())!.Total.Flows);
    }

    [Fact]
    public async Task After_the_death_of_every_silo_the_store_tells_new_ones_everything()
    {
        var store = new InMemoryStore();
        await using (var first = await GrainCluster.StartAsync(store: store))
        {
            await first.PublishAsync([Exchange(Now)]);
            await first.SettleAsync();
            store.Before = FailOn(StoreCall.Checkpoint, "away");
            await first.PublishAsync([Exchange(Now + 1000)]);
            await GrainCluster.EventuallyAsync(() => Task.FromResult(store.Commits.Count(c => c.Conversations.Rows.Count > 0) == 2));
            await first.Cluster.KillSiloAsync(first.Cluster.Silos[0], TestContext.Current.CancellationToken);
        }

        store.Before = null;
        await using var second = await GrainCluster.StartAsync(store: store);
        await second.Client.GetGrain<IPartitionGrain>(0).Flush();
        await second.Client.GetGrain<IPartitionGrain>(1).Flush();
        Assert.Equal(Sent + Sent, (await second.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);
        Assert.Equal(Sent + Sent, (await second.Client.GetGrain<ISgtPairGrain>("5:7").Get())?.Total);
    }

    [Fact]
    public async Task A_provisional_device_becomes_the_known_one_and_the_address_remembers_who_held_it()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([Exchange(Now)]);
        await cluster.SettleAsync();
        Assert.Equal(Sent, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);

        await cluster.PublishAsync([Exchange(Now + 5000)], [Windows.Sighting(Client, ClientMac, Now + 5000, interfaceIndex: 4)]);
        await cluster.SettleAsync();
        var known = await cluster.Client.GetGrain<IDeviceGrain>(ClientMac.ToString()).Get();
        var provisional = await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get();
        Assert.Equal((Sent + Sent, default), (known!.Total, provisional!.Total));
        Assert.Equal(ClientMac.ToString(), provisional.MergedInto);
        Assert.Equal(("10.255.0.1", 4u), (known.Port!.Switch, known.Port.Interface));
        Assert.Equal("10.0.0.1", known.Addresses.Single());
        Assert.Equal(ClientMac.ToString(), cluster.Store.DeviceRow("ip:10.0.0.1")?.MergedInto);
        Assert.Equal(ClientMac.ToString(), (await cluster.Client.GetGrain<ISwitchGrain>("10.255.0.1").Get())!.Attached.Single().Device);

        var address = cluster.Client.GetGrain<IAddressGrain>("10.0.0.1");
        Assert.Null(await address.At(Now));
        Assert.Equal(ClientMac.ToString(), (await address.At(Now + 6000))?.Mac);
    }

    [Fact]
    public async Task An_address_answers_for_every_moment_also_after_it_has_left_memory()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var second = new MacAddr(0x02_0000_0000_02);
        await cluster.PublishAsync([], [Windows.Sighting(Client, ClientMac, Now)]);
        await cluster.PublishAsync([], [Windows.Sighting(Client, second, Now + 60_000)]);
        await cluster.SettleAsync();
        await CollectAsync(cluster);
        var address = cluster.Client.GetGrain<IAddressGrain>("10.0.0.1");
        Assert.Equal(
            [null, ClientMac.ToString(), ClientMac.ToString(), second.ToString()],
            new[] { await address.At(Now - 1), await address.At(Now), await address.At(Now + 59_999), await address.At(Now + 60_000) }
                .Select(b => b?.Mac));
        Assert.Equal([second.ToString(), ClientMac.ToString()], (await address.History()).Select(b => b.Mac));
    }

    [Fact]
    public async Task What_a_router_was_bound_to_is_taken_back()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([], [Windows.Sighting(Client, ClientMac, Now)]);
        await cluster.SettleAsync();
        Assert.Single(cluster.Store.Bindings);
        await cluster.PublishAsync([], [Windows.Sighting(Client, ClientMac, Now + 1000, revoked: true, firstMs: Now - 600_000)]);
        await cluster.SettleAsync();
        Assert.Empty(cluster.Store.Bindings);
        Assert.Empty(await cluster.Client.GetGrain<IAddressGrain>("10.0.0.1").History());

        // From now on the address is nobody's again.
        await cluster.PublishAsync([Exchange(Now + 2000)]);
        await cluster.SettleAsync();
        Assert.Equal(Sent, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);
    }

    [Fact]
    public async Task Idle_entities_leave_memory_and_come_back_with_what_they_had()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([Exchange(Now)]);
        await cluster.SettleAsync();
        Assert.True(await CountDevicesAsync(cluster) >= 2);
        await CollectAsync(cluster);
        Assert.Equal(0, await CountDevicesAsync(cluster));
        Assert.Equal(Sent, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);
        await cluster.PublishAsync([Exchange(Now + 1000)]);
        await cluster.SettleAsync();
        Assert.Equal(Sent + Sent, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);
    }

    [Fact]
    public async Task Entities_are_configured_to_leave_after_the_idle_age()
    {
        await using var cluster = await GrainCluster.StartAsync(options: GrainCluster.Quick with { IdleAge = TimeSpan.FromMinutes(7) });
        var ages = cluster.Cluster.GetSiloServiceProvider().GetRequiredService<IOptions<GrainCollectionOptions>>().Value
            .ClassSpecificCollectionAge;
        Assert.Equal(4, ages.Count);
        Assert.All(ages.Values, age => Assert.Equal(TimeSpan.FromMinutes(7), age));

        // Connectors are few and have to be woken; entities are many.
        foreach (var type in typeof(GrainsOptions).Assembly.GetTypes().Where(t => typeof(Grain).IsAssignableFrom(t) && !typeof(IConnectorGrain).IsAssignableFrom(t)))
        {
            Assert.False(typeof(IRemindable).IsAssignableFrom(type), $"{type.Name} would be woken by reminders.");
        }
    }

    [Fact]
    public async Task While_the_store_is_away_open_conversations_stay_bounded_and_nothing_is_lost()
    {
        const int Max = 1000;
        const int Windowfuls = 30;
        const int PerWindow = 200;
        var store = new InMemoryStore { Before = FailOn(StoreCall.Commit, "disk full") };
        await using var cluster = await GrainCluster.StartAsync(
            options: GrainCluster.Quick with { Partitions = 1, MaxOpenConversations = Max }, store: store);
        var partition = cluster.Client.GetGrain<IPartitionGrain>(0);
        for (var window = 0; window < Windowfuls; window++)
        {
            await cluster.PublishAsync(
                [.. Enumerable.Range(0, PerWindow).Select(i => Windows.Conversation(
                    IpAddr.FromV4(0x0A010000u + (uint)(window * PerWindow + i)), Server, Now, 10, 0))]);
        }

        await GrainCluster.EventuallyAsync(async () => (await partition.GetStatus()).OpenConversations >= 2 * Max);
        var away = await partition.GetStatus();
        Assert.InRange(away.OpenConversations, 2 * Max, 2 * Max + PerWindow);
        Assert.Equal("disk full", away.Fault);
        Assert.Equal(0, away.CommitNumber);
        await Assert.ThrowsAsync<StoreUnavailableException>(partition.Flush);

        store.Before = null;
        await cluster.SettleAsync();
        Assert.Equal(Windowfuls * PerWindow, store.Commits.Sum(c => c.Conversations.Rows.Count));
        Assert.Equal(Windowfuls * PerWindow * 10ul, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.2").Get())?.Total.BytesReceived);
        Assert.Null((await partition.GetStatus()).Fault);
    }

    [Fact]
    public async Task A_window_before_its_predecessors_is_left_out_and_one_of_an_unknown_layout_is_refused()
    {
        await using var cluster = await GrainCluster.StartAsync(options: GrainCluster.Quick with { Partitions = 1 });
        var stream = cluster.Client.GetStreamProvider(ClarionStreams.Provider)
            .GetStream<DeltaBatch>(Orleans.Runtime.StreamId.Create(ClarionStreams.DeltaNamespace, 0));
        await stream.OnNextAsync(Batch(sequence: 2, skipped: 0));
        await stream.OnNextAsync(Batch(sequence: 1, skipped: 0, format: 99));
        await stream.OnNextAsync(Batch(sequence: 5, skipped: 4));
        var partition = cluster.Client.GetGrain<IPartitionGrain>(0);
        await GrainCluster.EventuallyAsync(async () => (await partition.GetStatus()).Lanes.Count == 1);
        var status = await partition.GetStatus();
        Assert.Equal((5L, 1L, 1L, 3L), (status.Lanes[0].Sequence, status.GapBatches, status.RefusedBatches, status.AppliedFlows));
    }

    [Fact]
    public async Task Whatever_dies_in_a_cluster_of_two_everything_is_counted_once()
    {
        var random = new Random(20261124);
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var windows = 0;
        for (var step = 0; step < 24; step++)
        {
            await cluster.PublishAsync([Exchange(Now + windows++ * 1000)]);
            switch (random.Next(6))
            {
                case 0:
                    await CollectAsync(cluster);
                    break;
                case 1 when step % 3 == 0:
                    // The client hangs on the first silo's gateway; the second dies and comes back.
                    await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1], TestContext.Current.CancellationToken);
                    await cluster.Cluster.StartAdditionalSiloAsync();
                    break;
                case 2:
                    await cluster.SendAsync(random.Next(windows) + 1);
                    break;
                case 3:
                    await cluster.SettleAsync();
                    break;
            }
        }

        await cluster.SettleAsync();
        var expected = Enumerable.Repeat(Sent, windows).Aggregate((a, b) => a + b);
        Assert.Equal(expected, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total);
        Assert.Equal(expected, (await cluster.Client.GetGrain<ISwitchGrain>("10.255.0.1").Get())?.Total);
        Assert.Equal(expected, (await cluster.Client.GetGrain<ISgtPairGrain>("5:7").Get())?.Total);
        Assert.Equal(expected.Flows, cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Sum(r => (long)r.Counters.FlowsUp + r.Counters.FlowsDown));
    }

    internal static async Task<int> CountDevicesAsync(GrainCluster cluster) =>
        (await cluster.Client.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(s => s.GrainType.Contains("DeviceGrain", StringComparison.Ordinal)).Sum(s => s.ActivationCount);

    private static Action<StoreCall> FailOn(StoreCall failing, string why) => call =>
    {
        if (call == failing)
        {
            throw new StoreUnavailableException(why);
        }
    };

    private static ConversationDelta Exchange(long timeMs, ulong application = 0)
    {
        var exchange = Windows.Conversation(
            Client, Server, timeMs, bytesUp: 1000, bytesDown: 200, flowsUp: 2, flowsDown: 1, clientSgt: 5, serverSgt: 7, clientInterface: 4);
        exchange.Key.Application = application;
        return exchange;
    }

    private static DeltaBatch Batch(long sequence, long skipped, int format = DeltaBatch.CurrentFormat)
    {
        var made = Windows.Split(1, 0, sequence, [new ExporterRef(Client.Value, 0, 9)], [Exchange(Now)], [])[0];
        return new DeltaBatch
        {
            Format = format,
            Gateway = made.Gateway,
            Epoch = made.Epoch,
            Worker = made.Worker,
            Sequence = sequence,
            Skipped = skipped,
            Exporters = made.Exporters,
            ConversationBytes = made.ConversationBytes,
            SightingBytes = made.SightingBytes,
        };
    }

    private static async Task CollectAsync(GrainCluster cluster) =>
        await cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
