using Clarion.Correlation.Identity.Prefixes;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Places;

/// <summary>A location.</summary>
/// <param name="Location">What was entered.</param>
/// <param name="Path">Names from the top down to it.</param>
/// <param name="Subnets">Number of subnets directly in it.</param>
public sealed record LocationModel(Location Location, IReadOnlyList<string> Path, int Subnets);

/// <summary>A subnet.</summary>
/// <param name="Subnet">What was entered.</param>
/// <param name="Path">Names of its locations from the top down; empty when it has none.</param>
/// <param name="Within">Network of the next larger subnet that it lies in; null when it lies in none.</param>
public sealed record SubnetModel(NetworkSubnet Subnet, IReadOnlyList<string> Path, string? Within);

/// <summary>The subnet that an address is in.</summary>
/// <param name="Cidr">Its network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Id of its location; null when it has none.</param>
/// <param name="Path">Path of the location, <c>campus/building/room</c>; null when it has none.</param>
/// <param name="Purpose">What it is for; null when not stated.</param>
/// <param name="Vlan">VLAN; null when not stated.</param>
public sealed record SubnetContextModel(string Cidr, string Name, string? Location, string? Path, string? Purpose, int? Vlan)
{
    /// <summary>Of a subnet; null when an address is in none.</summary>
    public static SubnetContextModel? Of(Subnet? subnet) => subnet is null ? null : new SubnetContextModel(
        subnet.Cidr, subnet.Name, Texts.OrNull(subnet.LocationId), Texts.OrNull(subnet.Location), Texts.OrNull(subnet.Purpose),
        subnet.Vlan == 0 ? null : subnet.Vlan);
}

/// <summary>Locations to import.</summary>
public sealed record LocationImport
{
    /// <summary>The locations.</summary>
    public IReadOnlyList<Location> Items { get; init; } = [];
}

/// <summary>Subnets to import.</summary>
public sealed record SubnetImport
{
    /// <summary>The subnets.</summary>
    public IReadOnlyList<NetworkSubnet> Items { get; init; } = [];
}

/// <summary>What an import does with entries that are there already.</summary>
public enum Existing
{
    /// <summary>Those of the import take their place.</summary>
    Replace,

    /// <summary>They stay as they are.</summary>
    Keep,
}

/// <summary>What an import did.</summary>
/// <param name="Added">Entries that are new.</param>
/// <param name="Replaced">Entries that took the place of one.</param>
public sealed record ImportModel(int Added, int Replaced);
