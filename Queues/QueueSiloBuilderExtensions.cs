using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Clarion.Queues.RabbitMq;
using Clarion.Queues.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Streams;

namespace Clarion.Queues;

/// <summary>Registers the delta stream over a durable queue.</summary>
public static class QueueSiloBuilderExtensions
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

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
        silo.Services.TryAddSingleton<QueueMetrics>();
        silo.Services.TryAddSingleton(services => new QueuePartitions(partitions(services)));
        silo.Services.TryAddSingleton<IQueueEngine>(services => ActivatorUtilities.CreateInstance<RabbitMqEngine>(services));
        silo.Services.TryAddSingleton<IDeltaQueue>(services => services.GetRequiredService<IQueueEngine>());
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
}
