namespace Clarion.Connectors.Contract;

/// <summary>A setting of a kind of connector.</summary>
/// <param name="Name">Name; of a list's first element with <c>:0</c>, of a whole group with <c>:*</c>.</param>
/// <param name="Words">What it is, for whoever fills it in.</param>
/// <param name="IsRequired">The connector cannot be without it.</param>
/// <param name="IsSecret">It is sealed at rest and never shown.</param>
/// <param name="Example">What it may look like.</param>
public sealed record ConnectorSetting(string Name, string Words, bool IsRequired = false, bool IsSecret = false, string Example = "")
{
    private const string Anything = "*";

    /// <summary>True when it stands for a whole group of settings.</summary>
    public bool IsGroup => Name.EndsWith(":" + Anything, StringComparison.Ordinal);

    /// <summary>True when a setting is this one, or of this group.</summary>
    public bool Covers(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsGroup
            ? name.StartsWith(Name[..^Anything.Length], StringComparison.OrdinalIgnoreCase)
            : string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>A kind of connector that can be configured.</summary>
/// <param name="Name">Name in configuration and API: lower-case letters and hyphens.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Settings">The settings people usually fill in; others may be given too.</param>
/// <param name="Validate">Faults of settings, in plain words; empty when they can be used.</param>
/// <param name="Create">Makes one of valid settings and the secrets it has been given by the other side.</param>
public sealed record ConnectorKind(
    string Name,
    string Title,
    IReadOnlyList<ConnectorSetting> Settings,
    Func<IReadOnlyDictionary<string, string>, IReadOnlyList<string>> Validate,
    Func<IReadOnlyDictionary<string, string>, IKeptSecrets, IConnector> Create)
{
    /// <summary>True when a setting is a secret.</summary>
    public bool IsSecret(string name) => Settings.Any(s => s.IsSecret && s.Covers(name));
}
