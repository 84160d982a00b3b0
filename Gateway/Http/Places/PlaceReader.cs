using Clarion.Correlation.Addresses;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Places;

/// <summary>Answers <c>/locations</c> and <c>/subnets</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class PlaceReader(CurrentPlaces places)
{
    private const int MaxText = 200;

    /// <summary>Locations whose id or name contains a text, each behind the one it lies in.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public Listing<LocationModel> Locations(string? q, string? limit, string? cursor)
    {
        var (text, table) = (Text(q), places.Table);
        var subnets = table.Subnets.Where(s => s.Location is not null).CountBy(s => s.Location!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return Page(
            table.Locations, l => Contains(l.Id, text) || Contains(l.Name, text), l => l.Id, limit, cursor,
            l => new LocationModel(l, table.PathOf(l.Id), subnets.GetValueOrDefault(l.Id)));
    }

    /// <summary>Subnets whose network, name or purpose contains a text, by network.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public Listing<SubnetModel> Subnets(string? q, string? limit, string? cursor)
    {
        var (text, table) = (Text(q), places.Table);
        return Page(
            table.Subnets, s => Contains(s.Cidr, text) || Contains(s.Name, text) || Contains(s.Purpose, text), s => s.Cidr, limit, cursor,
            s => Model(table, s));
    }

    /// <summary>One location.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public LocationModel Location(string id)
    {
        var table = places.Table;
        var found = table.FindLocation(id) ?? throw new NotFoundException($"There is no location '{id}'.");
        return new LocationModel(found, table.PathOf(id), table.Subnets.Count(subnet => subnet.Location == id));
    }

    /// <summary>One subnet.</summary>
    /// <exception cref="BadParameterException">That is no network.</exception>
    /// <exception cref="NotFoundException">There is no such subnet.</exception>
    public SubnetModel Subnet(string cidr)
    {
        var table = places.Table;
        return Model(table, table.FindSubnet(Network(cidr)) ?? throw new NotFoundException($"There is no subnet {cidr}."));
    }

    /// <summary>A network as it is written.</summary>
    /// <exception cref="BadParameterException">That is no network, or has bits of a host.</exception>
    internal static string Network(string cidr) => NetworkPrefix.TryParse(cidr, out var prefix, out var hasHostBits)
        ? hasHostBits ? throw new BadParameterException("cidr", $"{cidr} has host bits set; the network is {prefix}.") : prefix.ToString()
        : throw new BadParameterException("cidr", $"'{cidr}' is no network such as 10.1.0.0/16 or fd00:1::/64.");

    private static SubnetModel Model(PlaceTable table, NetworkSubnet subnet) => new(subnet, table.PathOf(subnet.Location), table.Around(subnet.Cidr));

    private static string Text(string? q) => q?.Trim() is not { Length: > 0 } text ? ""
        : text.Length <= MaxText ? text
        : throw new BadParameterException("q", FormattableString.Invariant($"q must be at most {MaxText} characters."));

    private static bool Contains(string? value, string text) => text.Length == 0 || value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    // The cursor is the key of the last entry shown; when that has gone meanwhile, the caller has to begin again.
    private static Listing<TModel> Page<T, TModel>(
        IReadOnlyList<T> all, Func<T, bool> fits, Func<T, string> key, string? limit, string? cursor, Func<T, TModel> model)
    {
        var size = QueryText.Limit(limit);
        var first = 0;
        if (QueryText.Cursor(cursor) is { } after)
        {
            while (first < all.Count && key(all[first]) != after)
            {
                first++;
            }

            first = first < all.Count ? first + 1 : throw QueryText.BadCursor();
        }

        var found = all.Skip(first).Where(fits).Take(size + 1).ToList();
        return new Listing<TModel>([.. found.Take(size).Select(model)], found.Count > size ? key(found[size - 1]) : null);
    }
}
