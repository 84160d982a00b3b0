using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Places;

/// <summary>What locations and subnets must be, alone and together.</summary>
public static class PlaceRules
{
    /// <summary>Most locations.</summary>
    public const int MaxLocations = 20_000;

    /// <summary>Most subnets.</summary>
    public const int MaxSubnets = 50_000;

    private const int MaxId = 64;
    private const int MaxName = 200;
    private const int MaxText = 4000;
    private const int MaxPurpose = 32;
    private const int MaxVlan = 4094;

    /// <summary>What a change would do to a table: nothing if it has a fault.</summary>
    public static PlaceOutcome Judge(PlaceTable before, PlaceChange change)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(change);
        var removed = change.RemovedLocations.ToHashSet(StringComparer.Ordinal);
        var locations = before.Locations.Where(location => !removed.Contains(location.Id)).ToDictionary(location => location.Id, StringComparer.Ordinal);
        var written = change.Over(before);
        foreach (var location in written.Locations)
        {
            locations[location.Id] = location;
        }

        var gone = change.RemovedSubnets.ToHashSet(StringComparer.Ordinal);
        var subnets = before.Subnets.Where(subnet => !gone.Contains(subnet.Cidr)).ToDictionary(subnet => subnet.Cidr, StringComparer.Ordinal);
        foreach (var subnet in written.Subnets)
        {
            subnets[subnet.Cidr] = subnet;
        }

        List<PlaceFault> faults =
        [
            .. change.Locations.Index().Where(row => change.Changes(before, row.Item))
                .SelectMany(row => Faults(row.Item, locations).Select(fault => new PlaceFault(row.Index, fault.Field, fault.Message))),
            .. Repeated(change.Locations, location => location.Id, "id"),
            .. change.Subnets.Index().Where(row => change.Changes(before, row.Item))
                .SelectMany(row => Faults(row.Item, locations).Select(fault => new PlaceFault(row.Index, fault.Field, fault.Message))),
            .. Repeated(change.Subnets, subnet => subnet.Cidr, "cidr"),
            .. StillUsed(change.RemovedLocations, locations.Values, subnets.Values),
        ];
        if (locations.Count > MaxLocations)
        {
            faults.Add(new PlaceFault(0, "id", FormattableString.Invariant($"That would be {locations.Count} locations; at most {MaxLocations} are kept.")));
        }

        if (subnets.Count > MaxSubnets)
        {
            faults.Add(new PlaceFault(0, "cidr", FormattableString.Invariant($"That would be {subnets.Count} subnets; at most {MaxSubnets} are kept.")));
        }

        var replaced = written.Locations.Count(location => before.FindLocation(location.Id) is not null)
            + written.Subnets.Count(subnet => before.FindSubnet(subnet.Cidr) is not null);
        return new PlaceOutcome(
            before.Version, written.Locations.Count + written.Subnets.Count - replaced, replaced,
            removed.Count(id => before.FindLocation(id) is not null) + gone.Count(cidr => before.FindSubnet(cidr) is not null),
            [.. faults.OrderBy(fault => fault.Row)]);
    }

    private static IEnumerable<(string Field, string Message)> Faults(Location location, Dictionary<string, Location> all)
    {
        if (location.Id.Length is 0 or > MaxId || location.Id.Any(c => char.IsControl(c) || c is '/' or '\\'))
        {
            yield return ("id", FormattableString.Invariant($"An id has 1 to {MaxId} characters, without slashes and control characters."));
        }

        if (NameFault(location.Name) is { } name)
        {
            yield return ("name", name);
        }

        if (!Location.Types.Contains(location.Type))
        {
            yield return ("type", $"'{location.Type}' is no type of location; expected {string.Join(", ", Location.Types)}.");
        }

        if (location.Parent is { } parent && ParentFault(location.Id, parent, all) is { } fault)
        {
            yield return ("parent", fault);
        }

        if (location.Latitude is { } north && !(north is >= -90 and <= 90))
        {
            yield return ("latitude", "A latitude lies between -90 and 90 degrees.");
        }

        if (location.Longitude is { } east && !(east is >= -180 and <= 180))
        {
            yield return ("longitude", "A longitude lies between -180 and 180 degrees.");
        }

        if (location.Latitude is null != location.Longitude is null)
        {
            yield return ("longitude", "Give both latitude and longitude, or neither.");
        }

        if (location.TimeZone is { } zone && (zone.Length > MaxId || !zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-')))
        {
            yield return ("timeZone", $"'{zone}' is no name of a time zone such as America/New_York.");
        }

        foreach (var field in TooLong(
            ("address", location.Address), ("description", location.Description), ("siteType", location.SiteType), ("contactName", location.ContactName),
            ("contactPhone", location.ContactPhone), ("contactEmail", location.ContactEmail), ("metadata", location.Metadata)))
        {
            yield return field;
        }
    }

    private static IEnumerable<(string Field, string Message)> Faults(NetworkSubnet subnet, Dictionary<string, Location> locations)
    {
        if (!NetworkPrefix.TryParse(subnet.Cidr, out var prefix, out var hasHostBits))
        {
            yield return ("cidr", $"'{subnet.Cidr}' is no network such as 10.1.0.0/16 or fd00:1::/64.");
            yield break;
        }

        if (hasHostBits)
        {
            yield return ("cidr", $"{subnet.Cidr} has host bits set; the network is {prefix}.");
        }
        else if (subnet.Cidr != prefix.ToString())
        {
            yield return ("cidr", $"{subnet.Cidr} is written {prefix}.");
        }

        if (NameFault(subnet.Name) is { } name)
        {
            yield return ("name", name);
        }

        if (subnet.Location is { } location && !locations.ContainsKey(location))
        {
            yield return ("location", $"There is no location '{location}'.");
        }

        if (subnet.Vlan is { } vlan && vlan is < 1 or > MaxVlan)
        {
            yield return ("vlan", FormattableString.Invariant($"A VLAN lies between 1 and {MaxVlan}, not {subnet.Vlan}."));
        }

        if (subnet.Purpose is { } purpose && (purpose.Length > MaxPurpose || !purpose.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or '-')))
        {
            yield return ("purpose", FormattableString.Invariant($"A purpose is a word in capitals of at most {MaxPurpose} characters, such as USER, SERVER, IOT, GUEST or MGMT."));
        }

        foreach (var (field, text) in new[] { ("gateway", subnet.Gateway), ("dhcpStart", subnet.DhcpStart), ("dhcpEnd", subnet.DhcpEnd) })
        {
            if (text is not null && !(IpAddr.TryParse(text, out var address) && prefix.Contains(address)))
            {
                yield return (field, $"'{text}' is no address in {prefix}.");
            }
        }

        foreach (var field in TooLong(("description", subnet.Description), ("switch", subnet.Switch), ("metadata", subnet.Metadata)))
        {
            yield return field;
        }
    }

    private static string? NameFault(string name) => name.Length is 0 or > MaxName || name.Any(char.IsControl)
        ? FormattableString.Invariant($"A name has 1 to {MaxName} characters, without control characters.")
        : null;

    private static IEnumerable<(string Field, string Message)> TooLong(params (string Field, string? Text)[] texts) =>
        texts.Where(text => text.Text?.Length > MaxText).Select(text => (text.Field, FormattableString.Invariant($"{text.Field} has more than {MaxText} characters.")));

    private static string? ParentFault(string id, string parent, Dictionary<string, Location> all)
    {
        if (!all.ContainsKey(parent))
        {
            return $"There is no location '{parent}' to lie in.";
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = parent; at is not null && seen.Add(at); at = all.GetValueOrDefault(at)?.Parent)
        {
            if (at == id)
            {
                return parent == id ? "It cannot lie in itself." : $"It would lie in itself: '{parent}' lies in '{id}'.";
            }
        }

        return null;
    }

    private static IEnumerable<PlaceFault> Repeated<T>(IReadOnlyList<T> rows, Func<T, string> key, string field) => rows.Index()
        .GroupBy(row => key(row.Item), StringComparer.Ordinal)
        .SelectMany(same => same.Skip(1).Select(row => new PlaceFault(row.Index, field, $"'{same.Key}' is there twice.")));

    private static IEnumerable<PlaceFault> StillUsed(
        IReadOnlyList<string> removed, IReadOnlyCollection<Location> locations, IReadOnlyCollection<NetworkSubnet> subnets)
    {
        if (removed.Count == 0)
        {
            return [];
        }

        var within = locations.Where(l => l.Parent is not null).CountBy(l => l.Parent!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var held = subnets.Where(s => s.Location is not null).CountBy(s => s.Location!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return removed.Index().Where(row => within.ContainsKey(row.Item) || held.ContainsKey(row.Item)).Select(row => new PlaceFault(
            row.Index, "id", FormattableString.Invariant(
                $"'{row.Item}' still holds {within.GetValueOrDefault(row.Item)} locations and {held.GetValueOrDefault(row.Item)} subnets; move or delete them first.")));
    }
}
