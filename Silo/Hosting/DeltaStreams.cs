using Clarion.Grains;
using Clarion.Queues;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Hosting;

/// <summary>The stream provider of deltas, by the kind of queue that configuration names.</summary>
internal static class DeltaStreams
{
    public static void Add(ISiloBuilder silo, QueueOptions options)
    {
        silo.Services.AddSingleton(Options.Create(options));
        silo.AddClarionQueue(options, services => services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions);
    }
}
