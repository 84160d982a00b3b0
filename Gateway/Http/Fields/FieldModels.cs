using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Fields;

/// <summary>One field of the filter language.</summary>
/// <param name="Name">How it is written.</param>
/// <param name="Kind">Kind of value, as in docs/filter-language.md: <c>number</c>, <c>port</c>, <c>address</c>, <c>text</c>...</param>
/// <param name="Scopes">Where it can be used: <c>flows</c>, <c>conversations</c>, <c>devices</c>.</param>
/// <param name="Dimension">True when summaries can be grouped by it.</param>
/// <param name="Meaning">One line for people.</param>
/// <param name="Comparisons">The comparisons it knows.</param>
/// <param name="Names">Names of its values; empty unless its kind is <c>name</c>.</param>
/// <param name="Example">A whole filter with this field.</param>
public sealed record FieldModel(
    string Name, string Kind, IReadOnlyList<string> Scopes, bool Dimension, string Meaning, IReadOnlyList<string> Comparisons,
    IReadOnlyList<string> Names, string Example)
{
    private static readonly (FilterOperator Operator, string Sign)[] Signs =
    [
        (FilterOperator.Equal, "="), (FilterOperator.NotEqual, "!="), (FilterOperator.Less, "<"), (FilterOperator.LessOrEqual, "<="),
        (FilterOperator.Greater, ">"), (FilterOperator.GreaterOrEqual, ">="), (FilterOperator.In, "in"), (FilterOperator.NotIn, "not in"),
        (FilterOperator.Contains, "contains"),
    ];

    internal static FieldModel Of(FilterField field) => new(
        field.Name, field.Kind.ToString().ToLowerInvariant(), ScopeNames.Of(field.Scopes), field.IsDimension, field.Description,
        [.. Signs.Where(sign => FilterValue.Allows(field.Kind, sign.Operator)).Select(sign => sign.Sign)],
        [.. field.Names.OrderBy(name => name.Value).Select(name => name.Key)], FilterExample.Of(field));
}
