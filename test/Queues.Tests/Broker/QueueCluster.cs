using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Grains.Tests.Cluster;
using Clarion.Grains.Tests.Model;
using Clarion.Grains.Tests.Store;
using Clarion.Queues.Engines;
using Clarion.Queues.Kafka;
using Clarion.Queues.RabbitMq;
using Clarion.Queues.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Clarion.Queues.Tests.Broker;

/// <summary>Silos with real partitions over a queue, and the queue itself from beside.</summary>
internal sealed class QueueCluster : IAsyncDisposable
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 3_600_000;

    private int _published;

    private QueueCluster(GrainCluster grains, QueueOptions? options, IQueueEngine? engine) => (Grains, Options, Engine) = (grains, options, engine);

    public GrainCluster Grains { get; }

    /// <summary>Settings of the queue; null in memory.</summary>
    public QueueOptions? Options { get; }

    /// <summary>The queue, asked from beside; null in memory.</summary>
    public IQueueEngine? Engine { get; }

    public InMemoryStore Store => Grains.Store;

    public long CountedFlows => Store.Commits.SelectMany(c => c.Conversations.Rows).Sum(r => r.Counters.FlowsUp);

    /// <summary>Partitions that commit only when they are told to, or must.</summary>
    public static GrainsOptions Patient { get; } = new()
    {
        Partitions = 2,
        CommitInterval = TimeSpan.FromSeconds(300),
        FirstCommit = TimeSpan.FromSeconds(300),
        CheckpointInterval = TimeSpan.FromSeconds(300),
        MaxOpenConversations = 1000,
    };

    /// <summary>The queue without silos.</summary>
    public static IQueueEngine Open(QueueOptions options)
    {
        var settings = Microsoft.Extensions.Options.Options.Create(options);
        var partitions = new QueuePartitions(GrainCluster.Quick.Partitions);
        return options.Is(QueueKinds.Kafka)
            ? new KafkaEngine(settings, partitions, TimeProvider.System, NullLogger<KafkaEngine>.Instance)
            : new RabbitMqEngine(settings, partitions, TimeProvider.System, NullLogger<RabbitMqEngine>.Instance);
    }

    /// <summary>Starts silos over a broker, or in memory without options.</summary>
    public static async Task<QueueCluster> StartAsync(QueueOptions? options, short silos = 1, GrainsOptions? grains = null, InMemoryStore? store = null) =>
        options is null
            ? new QueueCluster(await GrainCluster.StartAsync(silos, grains, store), null, null)
            : new QueueCluster(
                await GrainCluster.StartAsync(
                    silos, grains, store, streams: silo =>
                    {
                        silo.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
                        silo.AddClarionQueue(options, services => services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions);
                    },
                    clientStreams: client =>
                    {
                        client.Services.AddMetrics();
                        client.Services.AddSingleton(TimeProvider.System);
                        client.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
                        client.AddClarionQueue(_ => GrainCluster.Quick.Partitions);
                    }),
                options,
                Open(options));

    /// <summary>One flow in each of several windows, published until the queue has taken them.</summary>
    public async Task PublishAsync(int windows, int conversations = 1)
    {
        for (var i = 0; i < windows; i++)
        {
            _published++;
            await Grains.PublishAsync([.. Enumerable.Range(0, conversations).Select(c => Windows.Conversation(
                IpAddr.FromV4(0x0A000001u + (uint)c), IpAddr.Parse("10.200.0.1"), Now, 100, 10, flowsUp: 1, port: (ushort)_published))]);
        }
    }

    /// <summary>A window of one flow for partition 0, whatever its address, or the first part of a larger one.</summary>
    public static DeltaBatch Window(long sequence, int parts = 1) => new()
    {
        Gateway = Windows.Gateway,
        Epoch = Windows.Epoch,
        Worker = 7,
        Sequence = sequence,
        Exporters = [new ExporterRef(IpAddr.Parse("10.255.0.1").Value, 0, 9)],
        ConversationBytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<ConversationDelta>(
            [Windows.Conversation(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.200.0.1"), Now, 100, 10)]).ToArray(),
        SightingBytes = [],
        Parts = parts,
    };

    /// <summary>Waits until all partitions hold no message that the queue still keeps, and the queue none.</summary>
    private Task EmptyAsync() => GrainCluster.EventuallyAsync(async () =>
        (await Engine!.GetDepthsAsync(CancellationToken.None)).All(d => d.Messages == 0)
        && (await StatusesAsync()).All(s => s.Queue is { Unacknowledged: 0 }));

    /// <summary>What a gateway does: sends what a partition lacks and the queue does not hold, until nothing is lacking.</summary>
    public Task RepairAsync() => GrainCluster.EventuallyAsync(async () =>
    {
        var statuses = await StatusesAsync();
        var at = statuses.Min(s => s.Lanes.Count == 0 ? 0 : s.Lanes[0].Sequence);
        if (at < _published && await ReadyAsync() == 0 && statuses.All(s => s.Queue is { Unacknowledged: 0 } || s.Gaps.Count > 0))
        {
            for (var sequence = at + 1; sequence <= _published; sequence++)
            {
                await Grains.SendAsync((int)sequence);
            }
        }

        return at == _published;
    });

    /// <summary>Waits until so many flows are in the store, and the queue holds nothing more; fails when there are more.</summary>
    public async Task CountedAsync(long flows)
    {
        await GrainCluster.EventuallyAsync(() => Task.FromResult(CountedFlows >= flows));
        if (Engine is not null)
        {
            await EmptyAsync();
        }

        Assert.Equal(flows, CountedFlows);
    }

    /// <summary>Messages that nobody has taken, in all queues.</summary>
    public async Task<long> ReadyAsync()
    {
        var depths = await Engine!.GetDepthsAsync(CancellationToken.None);
        var receivers = depths.Any(d => d.CountsTaken) ? (await StatusesAsync()).ToDictionary(s => s.Partition, s => s.Queue) : [];
        return depths.Sum(d => d.Ready(receivers.GetValueOrDefault(d.Partition)));
    }

    /// <summary>The same when the partitions cannot be asked: so many are with each receiver.</summary>
    public async Task<long> ReadyAsync(int taken) =>
        (await Engine!.GetDepthsAsync(CancellationToken.None)).Sum(d => d.Ready(new ReceiverReport("", taken, null, IsFull: true, [])));

    /// <summary>Waits until every partition is in the silo that reads its queue: on its way there it commits what is open.</summary>
    public Task FollowedAsync() => GrainCluster.EventuallyAsync(async () => (await StatusesAsync()).All(s => s.Silo is not null && s.Silo.Equals(s.Queue?.Silo)));

    /// <summary>What all partitions say.</summary>
    public async Task<IReadOnlyList<PartitionStatus>> StatusesAsync() => await Task.WhenAll(
        Enumerable.Range(0, Grains.Options.Partitions).Select(p => Grains.Client.GetGrain<IPartitionGrain>(p).GetStatus()));

    /// <summary>Messages that were set aside.</summary>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() => Engine!.ListDeadLettersAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Grains.DisposeAsync();
        if (Engine is { } engine)
        {
            await engine.DisposeAsync();
        }
    }
}
