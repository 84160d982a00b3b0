using System.Globalization;
using Clarion.Gateway.Http.Groups;
using Clarion.Grains;
using Clarion.Simulation;
using Microsoft.Extensions.Configuration.Memory;

namespace Clarion.Silo.Demo;

/// <summary>Settings as an administrator of the synthetic campus would make them. Whatever is configured wins.</summary>
internal static class DemoSettings
{
    /// <summary>Adds names of groups, and shorter intervals: whoever looks at a demonstration wants to see it now.</summary>
    public static void AddDemoSettings(this IConfigurationManager configuration) => configuration.Sources.Insert(
        0, new MemoryConfigurationSource { InitialData = [.. Intervals(), .. Groups()] });

    private static IEnumerable<KeyValuePair<string, string?>> Intervals() =>
    [
        new($"{GrainsOptions.Section}:{nameof(GrainsOptions.CommitInterval)}", "00:00:03"),
        new($"{GrainsOptions.Section}:{nameof(GrainsOptions.CheckpointInterval)}", "00:00:05"),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Groups() => CampusSimulator.GroupNames.Select(group => new KeyValuePair<string, string?>(
        $"{GroupOptions.Section}:{nameof(GroupOptions.Names)}:{group.Key.ToString(CultureInfo.InvariantCulture)}", group.Value));
}
