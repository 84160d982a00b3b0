using System.Text.Json.Serialization;

namespace Clarion.Connectors.PxGrid.Sxp;

/// <summary>A binding of a prefix to an SGT.</summary>
public sealed record PxSxpBinding
{
    /// <summary>The SGT.</summary>
    public long? Tag { get; init; }

    /// <summary>Prefix; of several that hold an address the longest counts, per <see cref="Vpn"/>.</summary>
    public string? IpPrefix { get; init; }

    /// <summary>Who bound it.</summary>
    public string? Source { get; init; }

    /// <summary>The peers it came through.</summary>
    public string? PeerSequence { get; init; }

    /// <summary>VPN; absent means default.</summary>
    public string? Vpn { get; init; }

    /// <summary>What tells bindings apart.</summary>
    [JsonIgnore]
    public string? Key => string.IsNullOrWhiteSpace(IpPrefix) ? null : $"{Vpn ?? "default"} {IpPrefix} {Source} {PeerSequence}";
}
