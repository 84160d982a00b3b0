using System.Globalization;
using Clarion.Gateway.Http.Groups;
using Clarion.Grains;
using Clarion.Grains.Connectors;
using Clarion.Simulation;
using Microsoft.Extensions.Configuration.Memory;

namespace Clarion.Silo.Demo;

/// <summary>Settings as an administrator of the synthetic campus would make them. Whatever is configured wins.</summary>
internal static class DemoSettings
{
    private static readonly Dictionary<string, string> Categories = new(StringComparer.Ordinal)
    {
        ["TrustSec_Devices"] = "Infrastructure",
        ["Network_Services"] = "Infrastructure",
        ["Employees"] = "Users",
        ["Contractors"] = "Users",
        ["Developers"] = "Users",
        ["Auditors"] = "Users",
        ["BYOD"] = "Users",
        ["Production_Servers"] = "Servers",
        ["Development_Servers"] = "Servers",
        ["PCI_Servers"] = "Servers",
        ["Cameras"] = "IoT",
        ["Printers"] = "IoT",
        ["Phones"] = "IoT",
        ["Badge_Readers"] = "IoT",
        ["Medical_Devices"] = "IoT",
        ["IoT_Sensors"] = "IoT",
    };

    /// <summary>Adds names and categories of groups, and shorter intervals: whoever looks at a demonstration wants to see it now.</summary>
    public static void AddDemoSettings(this IConfigurationManager configuration) => configuration.Sources.Insert(
        0, new MemoryConfigurationSource { InitialData = [.. Intervals(), .. Groups(), .. Connectors()] });

    private static IEnumerable<KeyValuePair<string, string?>> Intervals() =>
    [
        new($"{GrainsOptions.Section}:{nameof(GrainsOptions.CommitInterval)}", "00:00:03"),
        new($"{GrainsOptions.Section}:{nameof(GrainsOptions.CheckpointInterval)}", "00:00:05"),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Connectors() => [new($"{ConnectorSettings.Section}:campus:Kind", CampusKind.Name)];

    private static IEnumerable<KeyValuePair<string, string?>> Groups()
    {
        foreach (var (tag, name) in CampusSimulator.GroupNames)
        {
            yield return Of(nameof(GroupOptions.Names), tag, name);
            if (Categories.TryGetValue(name, out var category))
            {
                yield return Of(nameof(GroupOptions.Categories), tag, category);
            }
        }
    }

    private static KeyValuePair<string, string?> Of(string setting, ushort tag, string text) =>
        new($"{GroupOptions.Section}:{setting}:{tag.ToString(CultureInfo.InvariantCulture)}", text);
}
