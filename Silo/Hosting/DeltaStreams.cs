using Clarion.Grains;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace Clarion.Silo.Hosting;

/// <summary>The stream provider of deltas, by the kind of queue that configuration names.</summary>
internal static class DeltaStreams
{
    private const int MemoryQueues = 4;

    // Windows close once a second, and a poll of an empty queue costs as much as folding a hundred flows (docs/performance.md).
    private static readonly TimeSpan MemoryPoll = TimeSpan.FromMilliseconds(250);

    public static void Add(ISiloBuilder silo, QueueOptions options)
    {
        silo.Services.AddSingleton(Options.Create(options));
        if (options.Is(QueueKinds.Memory))
        {
            AddMemory(silo);
        }
        else
        {
            silo.AddClarionQueue(options, services => services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions);
        }
    }

    // All subscriptions are implicit, so the rendezvous grain and its storage are left out of the path. The flow log makes up for
    // what an in-memory queue forgets with its process.
    private static void AddMemory(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IDeltaQueue, MemoryQueue>();
        silo.AddMemoryStreams(ClarionStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(MemoryQueues);
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePullingAgent(agent => agent.Configure(options =>
            {
                options.GetQueueMsgsTimerPeriod = MemoryPoll;

                // A partition that cannot commit refuses deltas until it can; giving up on one would leave a hole until the next replay.
                options.MaxEventDeliveryTime = TimeSpan.FromDays(1);
            }));
        });
    }
}
