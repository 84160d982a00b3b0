using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>Where a device is attached, as far as the source says.</summary>
public sealed record NetworkPlace
{
    private readonly string _port = "";

    /// <summary>The switch or other access device; none when not stated.</summary>
    public IpAddr Switch { get; init; }

    /// <summary>Name of the port in its short form (<c>gi1/0/12</c>); any spelling is accepted; empty when not stated.</summary>
    public string Port
    {
        get => _port;
        init => _port = PortName.Canonical(value);
    }

    /// <summary>ifIndex of the port; 0 when not stated.</summary>
    public uint Interface { get; init; }

    /// <summary>VLAN; 0 when not stated.</summary>
    public ushort Vlan { get; init; }

    /// <summary>True when two places cannot be the same one: both name a switch, and not the same.</summary>
    internal static bool OnDifferentSwitches(NetworkPlace? left, NetworkPlace? right) =>
        left is not null && right is not null && !left.Switch.IsNone && !right.Switch.IsNone && left.Switch != right.Switch;

    /// <summary>True when two places are one port of one switch.</summary>
    internal static bool OnSamePort(NetworkPlace? left, NetworkPlace? right) =>
        left is not null && right is not null && !left.Switch.IsNone && left.Switch == right.Switch
        && (left.Port.Length > 0 && string.Equals(left.Port, right.Port, StringComparison.Ordinal)
            || left.Interface != 0 && left.Interface == right.Interface);
}
