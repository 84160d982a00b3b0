using Clarion.Grains;
using Microsoft.Extensions.Configuration.Memory;

namespace Clarion.Silo.Hosting;

/// <summary>Defaults of a cluster where they are other than those of one process.</summary>
internal static class ClusterDefaults
{
    // With the eleven seconds until a dead silo's partitions have come to another this stays under the thirty that a fail-over may take.
    private const string CommitInterval = "00:00:15";

    /// <summary>Adds them below everything else: whatever is configured wins.</summary>
    public static void AddClusterDefaults(this IConfigurationManager configuration) => configuration.Sources.Insert(
        0, new MemoryConfigurationSource { InitialData = [new($"{GrainsOptions.Section}:{nameof(GrainsOptions.CommitInterval)}", CommitInterval)] });
}
