using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Clarion.Queues.Kafka;
using Clarion.Queues.Memory;
using Clarion.Queues.RabbitMq;
using Clarion.Queues.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace Clarion.Queues;

/// <summary>Registers the delta stream over a queue.</summary>
public static class QueueBuilderExtensions
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    // Windows close once a second, and a poll of an empty queue costs as much as folding a hundred flows (docs/performance.md).
    private static readonly TimeSpan MemoryPollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Adds the stream provider named <see cref="ClarionStreams.Provider"/> and <see cref="IDeltaQueue"/> for the kind that the options name. The host adds
    /// <see cref="QueueOptions"/> and <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="options">The options, for what must be known before services are built.</param>
    /// <param name="partitions">Partitions of the delta stream.</param>
    public static ISiloBuilder AddClarionQueue(this ISiloBuilder silo, QueueOptions options, Func<IServiceProvider, int> partitions)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Is(QueueKinds.Memory))
        {
            return AddMemory(silo);
        }

        silo.Services.AddEngine(partitions);
        silo.AddPersistentStreams(ClarionStreams.Provider, DeltaQueueAdapter.Create, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.UseConsistentRingQueueBalancer();
            streams.ConfigurePullingAgent(agent => agent.Configure(pulling =>
            {
                pulling.GetQueueMsgsTimerPeriod = PollInterval;
                pulling.BatchContainerBatchSize = options.DeliveryBatch;
                pulling.MaxEventDeliveryTime = options.DeliveryPatience;
            }));
        });
        return silo;
    }

    /// <summary>
    /// Adds the same to a process without grains, which only sends. Only for durable queues: one in memory is in a silo. The host adds
    /// <see cref="QueueOptions"/> and <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="partitions">Partitions of the delta stream.</param>
    public static IClientBuilder AddClarionQueue(this IClientBuilder client, Func<IServiceProvider, int> partitions)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.Services.AddEngine(partitions);
        client.AddPersistentStreams(
            ClarionStreams.Provider, DeltaQueueAdapter.Create, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly));
        return client;
    }

    private static void AddEngine(this IServiceCollection services, Func<IServiceProvider, int> partitions)
    {
        services.TryAddSingleton<QueueMetrics>();
        services.TryAddSingleton(provider => new QueuePartitions(partitions(provider)));
        services.TryAddSingleton<IQueueEngine>(provider => provider.GetRequiredService<IOptions<QueueOptions>>().Value.Is(QueueKinds.Kafka)
            ? ActivatorUtilities.CreateInstance<KafkaEngine>(provider)
            : ActivatorUtilities.CreateInstance<RabbitMqEngine>(provider));
        services.TryAddSingleton<IDeltaQueue>(provider => provider.GetRequiredService<IQueueEngine>());
    }

    // All subscriptions are implicit, so the rendezvous grain and its storage are left out of the path. The flow log makes up for
    // what a queue in memory forgets with its process.
    private static ISiloBuilder AddMemory(ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<IDeltaQueue, MemoryQueue>();
        silo.AddPersistentStreams(ClarionStreams.Provider, MemoryQueueAdapter.Create, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.UseConsistentRingQueueBalancer();
            streams.ConfigurePullingAgent(agent => agent.Configure(pulling =>
            {
                pulling.GetQueueMsgsTimerPeriod = MemoryPollInterval;

                // A partition that cannot commit refuses deltas until it can; giving up on one would leave a hole until the next replay.
                pulling.MaxEventDeliveryTime = TimeSpan.FromDays(1);
            }));
        });
        return silo;
    }
}
