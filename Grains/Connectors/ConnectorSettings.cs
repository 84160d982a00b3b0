using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Configuration;

namespace Clarion.Grains.Connectors;

/// <summary>Connectors of the configuration: <c>Clarion:Connectors:{name}</c> with <c>Kind</c>, <c>Enabled</c> and the kind's settings.</summary>
public static class ConnectorSettings
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Connectors";

    private const string Kind = "Kind";
    private const string Enabled = "Enabled";

    /// <summary>The connectors as written; whether they make sense is told when they are started.</summary>
    public static IReadOnlyList<ConnectorDefinition> Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return
        [
            .. configuration.GetSection(Section).GetChildren().Take(ConnectorDefinition.MaxConnectors).Select(section => new ConnectorDefinition
            {
                Id = section.Key.ToLowerInvariant(),
                Kind = section[Kind] ?? "",
                IsEnabled = !string.Equals(section[Enabled], bool.FalseString, StringComparison.OrdinalIgnoreCase),
                IsFromConfiguration = true,
                Settings = section.AsEnumerable(makePathsRelative: true).Where(s => s.Value is not null && s.Key is not (Kind or Enabled))
                    .ToDictionary(s => s.Key, s => s.Value!, StringComparer.OrdinalIgnoreCase),
            }),
        ];
    }
}
