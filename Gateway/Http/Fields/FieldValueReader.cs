using System.Globalization;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Groups;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Fields;

/// <summary>Answers <c>/fields/{name}/values</c>: what a field's values were, for completion.</summary>
public sealed class FieldValueReader(IFlowQueries queries, GroupNames groups, CurrentPlaces places, TimeProvider time)
{
    private const int DefaultLimit = 20;

    // Beginnings are looked for among this many of the largest.
    private const int Searched = 1000;

    /// <summary>
    /// The largest by bytes whose text or name begins with the prefix; of groups also configured ones that were not seen. Of places those that are
    /// entered, in their order.
    /// </summary>
    /// <exception cref="BadParameterException">There is no such dimension, or a parameter cannot be used.</exception>
    public async Task<Listing<FieldValueModel>> ListAsync(
        string name, string? prefix, string? from, string? to, string? limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!FilterFields.TryGet(name.ToLowerInvariant(), out var field) || (!field.IsDimension && field.PlaceOf is null))
        {
            throw new BadParameterException("name", $"'{name}' is no dimension; /api/v1/fields says which fields are.");
        }

        var range = QueryText.Range(from, to, time.GetUtcNow());
        var most = string.IsNullOrEmpty(limit) ? DefaultLimit : QueryText.Limit(limit);
        var start = prefix?.Trim() ?? "";
        if (field.PlaceOf is not null)
        {
            return new Listing<FieldValueModel>([.. Places(field).Where(value => Begins(value, start)).Take(most)], null);
        }

        var request = new SummaryRequest(range, null, [field.Name], null, start.Length == 0 ? most : Searched);
        var summary = await queries.SummarizeAsync(request, cancellationToken).ConfigureAwait(false);
        var seen = summary.Rows
            .Select(row => new FieldValueModel(row.Key[0], NameOf(field, row.Key[0]), row.Measures.Bytes, row.Measures.Flows)).ToList();
        return new Listing<FieldValueModel>([.. seen.Concat(NotSeen(field, seen)).Where(value => Begins(value, start)).Take(most)], null);
    }

    // A location goes by its path, which is the only thing that tells it from others of its name; a subnet by its network.
    private IEnumerable<FieldValueModel> Places(FilterField field)
    {
        var table = places.Table;
        return field.Name.EndsWith("subnet", StringComparison.Ordinal)
            ? table.Subnets.Select(subnet => new FieldValueModel(subnet.Cidr, subnet.Name, 0, 0))
            : table.Locations.Select(location => new FieldValueModel(string.Join('/', table.PathOf(location.Id)), location.Name, 0, 0));
    }

    private IEnumerable<FieldValueModel> NotSeen(FilterField field, List<FieldValueModel> seen) => field.Kind != FilterValueKind.Group
        ? []
        : groups.Known.OrderBy(group => group.Key)
            .Where(group => !seen.Exists(value => Text(value.Value) == Text(group.Key)))
            .Select(group => new FieldValueModel((long)group.Key, group.Value, 0, 0));

    private string? NameOf(FilterField field, object? value) => value is null ? null : field.Kind switch
    {
        FilterValueKind.Group => groups.Find(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        FilterValueKind.Protocol => ProtocolNames.Find(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        FilterValueKind.Port => ServiceNames.Find(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static bool Begins(FieldValueModel value, string prefix) =>
        prefix.Length == 0
        || Text(value.Value).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        || value.Name?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
