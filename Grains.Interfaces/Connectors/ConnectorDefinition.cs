namespace Clarion.Grains.Interfaces.Connectors;

/// <summary>A configured connector.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ConnectorDefinition")]
public sealed record ConnectorDefinition
{
    /// <summary>Most connectors of a deployment.</summary>
    public const int MaxConnectors = 50;

    /// <summary>Longest name.</summary>
    public const int MaxIdLength = 40;

    /// <summary>Its name: lower-case letters, digits and hyphens.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What it connects to: <c>pxgrid</c>, <c>active-directory</c> and so on.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>True when it is meant to run.</summary>
    [Id(2)] public bool IsEnabled { get; init; } = true;

    /// <summary>True when it is written in the configuration of the process, and can be changed only there.</summary>
    [Id(3)] public bool IsFromConfiguration { get; init; }

    /// <summary>
    /// Settings by name; parts of a list and of a group are named with colons (<c>Hosts:0</c>). Secrets are sealed, and left out when the definition is
    /// shown.
    /// </summary>
    [Id(4)] public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the secrets that have a value.</summary>
    [Id(5)] public IReadOnlyList<string> SecretsSet { get; init; } = [];

    /// <summary>Grows with every change.</summary>
    [Id(6)] public long Version { get; init; }

    /// <summary>True when it can be the name of a connector.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= MaxIdLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-';
}
