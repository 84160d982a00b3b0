using Clarion.Correlation.Places;

namespace Clarion.Storage.Filters;

/// <summary>
/// Conditions on locations and subnets, as stores can answer them: on the addresses that are in them now. The smallest subnet that holds an address counts.
/// </summary>
public static class PlaceConditions
{
    private const string Absent = "none";

    /// <summary>The filter with conditions on addresses in the place of those on places.</summary>
    /// <param name="filter">The filter as it was read.</param>
    /// <param name="places">Locations and subnets as they are now.</param>
    /// <exception cref="FilterException">There is no such place, or it is too many networks.</exception>
    public static FilterExpression Resolve(FilterExpression filter, PlaceTable places) => filter switch
    {
        AndExpression and => new AndExpression(Resolve(and.Left, places), Resolve(and.Right, places)),
        OrExpression or => new OrExpression(Resolve(or.Left, places), Resolve(or.Right, places)),
        NotExpression not => new NotExpression(Resolve(not.Inner, places)),
        ComparisonExpression comparison when FilterFields.TryGet(comparison.Field, out var field) && field.PlaceOf is { } address => OnAddress(comparison, address, places),
        _ => filter,
    };

    private static FilterExpression OnAddress(ComparisonExpression comparison, string address, PlaceTable places)
    {
        var isSubnet = comparison.Field.EndsWith("subnet", StringComparison.Ordinal);
        bool IsAnywhere(NetworkSubnet subnet) => isSubnet || subnet.Location is not null;
        var isNegative = comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn;
        var named = comparison.Values.Where(value => comparison.Operator == FilterOperator.Contains || !IsAbsent(value)).ToList();
        var inNamed = named.Count == 0 ? null : comparison with
        {
            Field = address,
            Operator = isNegative ? FilterOperator.NotIn : FilterOperator.In,
            Values = Networks(comparison, places, isSubnet ? Subnets(comparison, named, places) : InLocations(comparison, named, places)),
        };
        if (named.Count == comparison.Values.Count)
        {
            return inNamed!;
        }

        // Of a field of either end it is enough when one of them is nowhere.
        var outside = comparison with { Field = address, Operator = FilterOperator.Outside, Values = Networks(comparison, places, IsAnywhere) };
        return (isNegative, inNamed) switch
        {
            (false, null) => outside,
            (false, _) => new OrExpression(inNamed, outside),
            (true, null) => new NotExpression(outside),
            _ => new AndExpression(inNamed, new NotExpression(outside)),
        };
    }

    private static bool IsAbsent(string value) => value.Equals(Absent, StringComparison.OrdinalIgnoreCase);

    private static string[] Networks(ComparisonExpression comparison, PlaceTable places, Func<NetworkSubnet, bool> isWanted)
    {
        var networks = PlaceNetworks.Of(places, isWanted);
        return networks.Count <= FilterParser.MaxValues
            ? [.. networks.Select(network => network.ToString())]
            : throw new FilterException(
                FormattableString.Invariant($"That is {networks.Count} networks, and at most {FilterParser.MaxValues} can be asked for; name a smaller place."),
                comparison.Position, comparison.Length);
    }

    private static Func<NetworkSubnet, bool> Subnets(ComparisonExpression comparison, IReadOnlyList<string> named, PlaceTable places)
    {
        bool Is(NetworkSubnet subnet, string name) => Fits(comparison.Operator, name, subnet.Cidr, subnet.Name);
        Expect(comparison, named, "subnet", name => places.Subnets.Any(subnet => Is(subnet, name)));
        return subnet => named.Any(name => Is(subnet, name));
    }

    // A location is everything that lies in it.
    private static Func<NetworkSubnet, bool> InLocations(ComparisonExpression comparison, IReadOnlyList<string> named, PlaceTable places)
    {
        bool Is(Location location, string name) => Fits(comparison.Operator, name, location.Id, location.Name, string.Join('/', places.PathOf(location.Id)));
        Expect(comparison, named, "location", name => places.Locations.Any(location => Is(location, name)));
        var within = new HashSet<string>(StringComparer.Ordinal);
        foreach (var location in places.Locations)
        {
            // Each comes behind the one it lies in.
            if ((location.Parent is { } parent && within.Contains(parent)) || named.Any(name => Is(location, name)))
            {
                within.Add(location.Id);
            }
        }

        return subnet => subnet.Location is { } at && within.Contains(at);
    }

    private static bool Fits(FilterOperator comparison, string name, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (comparison == FilterOperator.Contains ? text.Contains(name, StringComparison.OrdinalIgnoreCase) : text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Expect(ComparisonExpression comparison, IReadOnlyList<string> named, string kind, Func<string, bool> isThere)
    {
        if (comparison.Operator != FilterOperator.Contains && named.FirstOrDefault(name => !isThere(name)) is { } missing)
        {
            throw new FilterException($"There is no {kind} '{missing}'.", comparison.Position, comparison.Length);
        }
    }
}
