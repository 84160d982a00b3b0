using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Prefixes;

/// <summary>What an address's subnet is called.</summary>
/// <param name="Name">Name of the subnet.</param>
/// <param name="Location">Path of its location, <c>campus/building/room</c>; empty when not known.</param>
/// <param name="Purpose">What it is for (<c>USER</c>, <c>SERVER</c>, <c>IOT</c>, ...); empty when not known.</param>
/// <param name="Vlan">VLAN; 0 when not known.</param>
public sealed record Subnet(string Name, string Location, string Purpose, ushort Vlan)
{
    /// <summary>Its network in CIDR form; empty when not stated.</summary>
    public string Cidr { get; init; } = "";

    /// <summary>Id of its location; empty when it has none.</summary>
    public string LocationId { get; init; } = "";
}

/// <summary>Subnets by address, over time. Thread-safe.</summary>
public sealed class SubnetTable
{
    private readonly PrefixTimeline<Subnet> _prefixes =
        new(Comparer<Subnet>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));

    /// <summary>Number of subnets.</summary>
    public int Count => _prefixes.Count;

    /// <summary>Adds a subnet, or what it is called from a moment on.</summary>
    /// <param name="prefix">Its network in CIDR form.</param>
    /// <param name="subnet">What it is called.</param>
    /// <param name="fromMs">Unix milliseconds; <see cref="long.MinValue"/> for always.</param>
    /// <returns>False when the prefix cannot be read.</returns>
    public bool TryAdd(string prefix, Subnet subnet, long fromMs = long.MinValue)
    {
        if (!NetworkPrefix.TryParse(prefix, out var network, out _))
        {
            return false;
        }

        _prefixes.Set(network.Network, network.Length, subnet, fromMs);
        return true;
    }

    /// <summary>Ends a subnet at a moment.</summary>
    /// <returns>False when the prefix cannot be read.</returns>
    public bool TryRemove(string prefix, long atMs)
    {
        if (!NetworkPrefix.TryParse(prefix, out var network, out _))
        {
            return false;
        }

        _prefixes.Remove(network.Network, network.Length, atMs);
        return true;
    }

    /// <summary>The subnet of an address at a moment; null when none is known.</summary>
    public Subnet? Find(IpAddr address, long timeMs) => _prefixes.TryFind(address, timeMs, out var subnet, out _) ? subnet : null;
}
