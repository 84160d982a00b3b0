using Clarion.Correlation.Addresses;
using Clarion.Correlation.Places;
using Clarion.Flows;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Places;

/// <summary>Locations and subnets. What is here already stays as it is; what breaks the rules of places is put right where that is plain, or left out.</summary>
/// <param name="tallies">Count what became of the rows.</param>
public sealed class PlaceMapping(Tallies tallies)
{
    private const string Locations = "locations";
    private const string Subnets = "subnets";

    /// <summary>The change that adds what is missing of them.</summary>
    /// <param name="before">What is here.</param>
    /// <param name="locations">Rows of <c>locations</c>.</param>
    /// <param name="subnets">Rows of <c>subnets</c>.</param>
    public PlaceChange Map(PlaceTable before, IEnumerable<LegacyRow> locations, IEnumerable<LegacyRow> subnets)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(locations);
        ArgumentNullException.ThrowIfNull(subnets);
        var sites = locations.Select(LocationOf).ToList();
        var known = before.Locations.Select(site => site.Id).Concat(sites.Select(site => site.Id)).ToHashSet(StringComparer.Ordinal);
        var networks = subnets.Select(row => SubnetOf(row, known)).OfType<NetworkSubnet>().ToList();
        var change = new PlaceChange { Locations = [.. Once(sites, site => site.Id)], Subnets = [.. Once(networks, net => net.Cidr)], KeepsExisting = true };
        return LeaveFaultyOut(before, change);
    }

    /// <summary>Counts what a change holds, which is what is here after it.</summary>
    public void Count(PlaceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        tallies[Locations].Bring("location", change.Locations.Count);
        tallies[Subnets].Bring("subnet", change.Subnets.Count);
    }

    private static IEnumerable<T> Once<T>(IEnumerable<T> rows, Func<T, string> key) => rows.GroupBy(key, StringComparer.Ordinal).Select(same => same.First());

    private static string? Capitals(string? word) => word?.ToUpperInvariant().Replace(' ', '_');

    private PlaceChange LeaveFaultyOut(PlaceTable before, PlaceChange change)
    {
        // Leaving one out may make others faulty that lie in it, so until nothing changes; each round leaves something out.
        while (PlaceRules.Judge(before, change).Faults is { Count: > 0 } faults)
        {
            // A fault of a location and one of a subnet look alike: their fields tell them apart only in part, so each list is judged by itself.
            var locations = PlaceRules.Judge(before, change with { Subnets = [] }).Faults;
            var isLocation = locations.Count > 0;
            var bad = (isLocation ? locations : faults).GroupBy(fault => fault.Row).ToDictionary(same => same.Key, same => same.First());
            var tally = tallies[isLocation ? Locations : Subnets];
            foreach (var fault in bad.Values)
            {
                tally.Remark($"skipped: {fault.Message} Kept as it was.");
            }

            change = isLocation
                ? change with { Locations = [.. change.Locations.Where((_, row) => !bad.ContainsKey(row))] }
                : change with { Subnets = [.. change.Subnets.Where((_, row) => !bad.ContainsKey(row))] };
        }

        return change;
    }

    private Location LocationOf(LegacyRow row)
    {
        var (latitude, longitude) = (row.Real("latitude"), row.Real("longitude"));
        if (latitude is null != longitude is null)
        {
            tallies[Locations].Remark("repaired: half a position was left out");
            (latitude, longitude) = (null, null);
        }

        return new Location
        {
            Id = row.Text("location_id") ?? "",
            Name = row.Text("name") ?? row.Text("location_id") ?? "",
            Type = Capitals(row.Text("type")) ?? "",
            Parent = row.Text("parent_id"),
            Address = row.Text("address"),
            Latitude = latitude,
            Longitude = longitude,
            SiteType = row.Text("site_type"),
            ContactName = row.Text("contact_name"),
            ContactPhone = row.Text("contact_phone"),
            ContactEmail = row.Text("contact_email"),
            TimeZone = row.Text("timezone"),
            Metadata = row.Text("metadata"),
        };
    }

    private NetworkSubnet? SubnetOf(LegacyRow row, HashSet<string> locations)
    {
        var tally = tallies[Subnets];
        if (!NetworkPrefix.TryParse(row.Text("cidr"), out var prefix, out var hasHostBits))
        {
            tally.Remark("skipped: no network in CIDR form; kept as it was");
            return null;
        }

        if (hasHostBits)
        {
            tally.Remark("repaired: the network had bits of a host set");
        }

        var location = row.Text("location_id");
        if (location is not null && !locations.Contains(location))
        {
            tally.Remark("repaired: its location is not there and was left out");
            location = null;
        }

        return new NetworkSubnet
        {
            Cidr = prefix.ToString(),
            Name = row.Text("name") ?? prefix.ToString(),
            Location = location,
            Vlan = row.Whole("vlan_id") is >= 1 and <= 4094 and var vlan ? (int)vlan : null,
            Purpose = Capitals(row.Text("purpose")),
            Gateway = Within(row, "gateway_ip", prefix, tally),
            DhcpStart = Within(row, "dhcp_start", prefix, tally),
            DhcpEnd = Within(row, "dhcp_end", prefix, tally),
            Description = row.Text("description"),
            Switch = row.Text("switch_id"),
            Metadata = row.Text("metadata"),
        };
    }

    private static string? Within(LegacyRow row, string column, NetworkPrefix prefix, Tally tally)
    {
        if (row.Text(column) is not { } text)
        {
            return null;
        }

        if (IpAddr.TryParse(text, out var address) && prefix.Contains(address))
        {
            return address.ToString();
        }

        tally.Remark($"repaired: {column} lies outside the network and was left out");
        return null;
    }
}
