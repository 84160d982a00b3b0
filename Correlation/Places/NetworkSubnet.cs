namespace Clarion.Correlation.Places;

/// <summary>A subnet of the site, and where and what for it is. Subnets may lie in each other: the smallest that holds an address counts.</summary>
public sealed record NetworkSubnet
{
    /// <summary>Network in CIDR form, unique.</summary>
    public string Cidr { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id of its location; null when it has none of its own.</summary>
    public string? Location { get; init; }

    /// <summary>VLAN, 1 to 4094; null when not known.</summary>
    public int? Vlan { get; init; }

    /// <summary>What it is for, in capitals: one of <see cref="SubnetPurpose"/>, <c>USER</c>, <c>IOT</c>, or a word of the site.</summary>
    public string? Purpose { get; init; }

    /// <summary>Address of its router.</summary>
    public string? Gateway { get; init; }

    /// <summary>Anything worth knowing.</summary>
    public string? Description { get; init; }

    /// <summary>Switch that serves it, as the site names it.</summary>
    public string? Switch { get; init; }

    /// <summary>First address that DHCP gives out.</summary>
    public string? DhcpStart { get; init; }

    /// <summary>Last address that DHCP gives out.</summary>
    public string? DhcpEnd { get; init; }

    /// <summary>What another system keeps about it, as that system writes it.</summary>
    public string? Metadata { get; init; }
}
