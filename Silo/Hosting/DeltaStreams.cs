using Clarion.Grains.Interfaces;
using Orleans.Streams;

namespace Clarion.Silo.Hosting;

/// <summary>Stream providers for deltas, by the name that configuration gives. A durable queue is one more entry here.</summary>
internal static class DeltaStreams
{
    private const int MemoryQueues = 8;

    private static readonly Dictionary<string, Action<ISiloBuilder>> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Memory"] = AddMemory,
    };

    public static IEnumerable<string> Known => Providers.Keys;

    public static bool IsKnown(string name) => Providers.ContainsKey(name);

    public static void Add(ISiloBuilder silo, string name) => Providers[name](silo);

    // All subscriptions are implicit, so the rendezvous grain and its storage are left out of the path. The flow log makes up for
    // what an in-memory queue forgets with its process.
    private static void AddMemory(ISiloBuilder silo) => silo.AddMemoryStreams(ClarionStreams.Provider, streams =>
    {
        streams.ConfigurePartitioning(MemoryQueues);
        streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        streams.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(50);

            // A partition that cannot commit refuses deltas until it can; giving up on one would leave a hole until the next replay.
            options.MaxEventDeliveryTime = TimeSpan.FromDays(1);
        }));
    });
}
