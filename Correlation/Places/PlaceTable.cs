using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Prefixes;
using Clarion.Flows;

namespace Clarion.Correlation.Places;

/// <summary>All locations and subnets at one version, and which subnet an address is in. Immutable.</summary>
public sealed class PlaceTable
{
    private const string Separator = "/";

    private readonly Dictionary<string, Location> _locations;
    private readonly Dictionary<string, NetworkSubnet> _subnets;
    private readonly Dictionary<string, IReadOnlyList<string>> _paths = new(StringComparer.Ordinal);
    private readonly SubnetTable _prefixes = new();

    /// <summary>Makes a table of checked entries (<see cref="PlaceRules"/>).</summary>
    /// <param name="version">Number of the change that made them so.</param>
    /// <param name="locations">Locations.</param>
    /// <param name="subnets">Subnets.</param>
    public PlaceTable(long version, IEnumerable<Location> locations, IEnumerable<NetworkSubnet> subnets)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentNullException.ThrowIfNull(subnets);
        Version = version;
        _locations = locations.ToDictionary(location => location.Id, StringComparer.Ordinal);
        _subnets = subnets.ToDictionary(subnet => subnet.Cidr, StringComparer.Ordinal);
        foreach (var id in _locations.Keys)
        {
            _paths[id] = Path(id);
        }

        Locations = [.. _locations.Values.OrderBy(l => string.Join('\0', _paths[l.Id]), StringComparer.OrdinalIgnoreCase).ThenBy(l => l.Id, StringComparer.Ordinal)];
        Subnets =
        [
            .. from subnet in _subnets.Values
               let prefix = NetworkPrefix.TryParse(subnet.Cidr, out var read, out _) ? read : default
               orderby !prefix.Network.IsV4, prefix.Network.Value, prefix.Length
               select subnet,
        ];
        foreach (var subnet in Subnets)
        {
            _prefixes.TryAdd(subnet.Cidr, ContextOf(subnet));
        }
    }

    /// <summary>Nothing.</summary>
    public static PlaceTable Empty { get; } = new(0, [], []);

    /// <summary>Number of the change that made it so.</summary>
    public long Version { get; }

    /// <summary>Locations; each behind the one it lies in, neighbours by name.</summary>
    public IReadOnlyList<Location> Locations { get; }

    /// <summary>Subnets, IPv4 first, by network and then by length.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets { get; }

    /// <summary>A location by its id; null when there is none.</summary>
    public Location? FindLocation(string id) => _locations.GetValueOrDefault(id);

    /// <summary>A subnet by its network, as <see cref="NetworkPrefix.ToString"/> writes it; null when there is none.</summary>
    public NetworkSubnet? FindSubnet(string cidr) => _subnets.GetValueOrDefault(cidr);

    /// <summary>The smallest subnet that holds an address; null when none does.</summary>
    public Subnet? Find(IpAddr address) => address.IsNone ? null : _prefixes.Find(address, 0);

    /// <summary>Names from the top down to a location; empty when it is not known.</summary>
    public IReadOnlyList<string> PathOf(string? location) => location is null ? [] : _paths.GetValueOrDefault(location, []);

    /// <summary>The smallest larger subnet that a subnet lies in; null when it lies in none.</summary>
    public string? Around(string cidr)
    {
        if (!NetworkPrefix.TryParse(cidr, out var prefix, out _))
        {
            return null;
        }

        for (var length = prefix.Length - 1; length >= 0; length--)
        {
            var wider = new NetworkPrefix(prefix.Network.Prefix(length), length).ToString();
            if (_subnets.ContainsKey(wider))
            {
                return wider;
            }
        }

        return null;
    }

    private Subnet ContextOf(NetworkSubnet subnet) => new(
        subnet.Name, string.Join(Separator, PathOf(subnet.Location)), subnet.Purpose ?? "", (ushort)(subnet.Vlan ?? 0))
    {
        Cidr = subnet.Cidr,
        LocationId = subnet.Location ?? "",
    };

    // Rows of a damaged store may form a circle: each location is taken once.
    private List<string> Path(string id)
    {
        var (path, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        for (var at = _locations.GetValueOrDefault(id); at is not null && seen.Add(at.Id); at = at.Parent is { } parent ? _locations.GetValueOrDefault(parent) : null)
        {
            path.Insert(0, at.Name);
        }

        return path;
    }
}
