namespace Clarion.Connectors.GenericRest;

/// <summary>JSONPaths, within a record, of what Clarion identifies devices by. Empty = the platform does not say.</summary>
public sealed record GenericIdentity
{
    /// <summary>MAC or MACs. Needed.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Address or addresses. A record with one MAC has them all; with several MACs the first address is the first MAC's, and so on.</summary>
    public string Ip { get; init; } = "";

    /// <summary>The platform's key of the record. Without it the first MAC is the key.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>When it was seen last: ISO 8601, Unix seconds or milliseconds.</summary>
    public string LastSeen { get; init; } = "";

    /// <summary>Address of the switch or access point.</summary>
    public string Switch { get; init; } = "";

    /// <summary>Port of the switch.</summary>
    public string Port { get; init; } = "";

    /// <summary>Number of the VLAN.</summary>
    public string Vlan { get; init; } = "";

    /// <summary>The paths by name.</summary>
    internal IEnumerable<(string Name, string Path)> Paths =>
    [
        (nameof(Mac), Mac), (nameof(Ip), Ip), (nameof(SourceId), SourceId), (nameof(LastSeen), LastSeen), (nameof(Switch), Switch), (nameof(Port), Port),
        (nameof(Vlan), Vlan),
    ];
}
