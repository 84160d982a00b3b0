using Clarion.Flows;
using Clarion.Storage.Filters;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Finds the columns of a field; null when the table has none for it.</summary>
internal delegate IReadOnlyList<SqlColumn>? ColumnsOf(FilterField field);

/// <summary>Turns filters into conditions with parameters.</summary>
internal sealed class FilterSql(ColumnsOf columns, SqlValues values, string what)
{
    private const int ExternalV4Bits = 96 + 24;
    private const int ExternalV6Bits = 48;

    /// <summary>The condition of a filter; <c>true</c> for none.</summary>
    /// <exception cref="FilterException">A field cannot be used here.</exception>
    public string Condition(FilterExpression? filter) => filter switch
    {
        null => "true",
        AndExpression and => Chain(and, " AND "),
        OrExpression or => Chain(or, " OR "),
        NotExpression not => $"NOT ({Condition(not.Inner)})",
        ComparisonExpression comparison => Comparison(comparison),
        _ => throw new ArgumentException($"Unknown expression {filter.GetType().Name}.", nameof(filter)),
    };

    // Chains are written flat: the engine bounds the depth of an expression, and a chain of 256 comparisons is not deep.
    private string Chain(FilterExpression filter, string sign)
    {
        var parts = new Stack<string>();
        var and = filter is AndExpression;
        while (true)
        {
            if (and && filter is AndExpression both)
            {
                parts.Push(Condition(both.Right));
                filter = both.Left;
            }
            else if (!and && filter is OrExpression either)
            {
                parts.Push(Condition(either.Right));
                filter = either.Left;
            }
            else
            {
                parts.Push(Condition(filter));
                return $"({string.Join(sign, parts)})";
            }
        }
    }

    private string Comparison(ComparisonExpression comparison)
    {
        if (!FilterFields.TryGet(comparison.Field, out var field))
        {
            throw new FilterException($"There is no field '{comparison.Field}'.", comparison.Position, comparison.Length);
        }

        var found = columns(field)
            ?? throw new FilterException($"'{field.Name}' cannot be used for {what}.", comparison.Position, comparison.Length);
        var any = found.Select(column => Any(column, field, comparison));
        return comparison.Operator switch
        {
            FilterOperator.NotEqual or FilterOperator.NotIn => $"NOT ({string.Join(" OR ", any)})",
            FilterOperator.Outside => $"({string.Join(" OR ", any.Select(one => $"NOT ({one})"))})",
            _ => $"({string.Join(" OR ", any)})",
        };
    }

    // A place may be no address at all.
    private string Any(SqlColumn column, FilterField field, ComparisonExpression comparison) => comparison.Values.Count == 0
        ? "false"
        : string.Join(" OR ", comparison.Values.Select(text => One(column, field, comparison, Read(field, text, comparison))));

    private static FilterValue Read(FilterField field, string text, ComparisonExpression comparison) =>
        FilterValue.TryRead(field, text, out var value)
            ? value
            : throw new FilterException($"Expected {FilterValue.Expected(field)}.", comparison.Position, comparison.Length);

    private string One(SqlColumn column, FilterField field, ComparisonExpression comparison, FilterValue value) => column.Type switch
    {
        SqlType.Exporter => $"{column.Sql} IN (SELECT id FROM exporters WHERE {One(column.Attribute!, field, comparison, value)})",
        SqlType.Text => Text(column.Sql, comparison.Operator, value.Text!),
        SqlType.TextId => value.Text!.Length == 0
            ? $"{column.Sql} = 0"
            : $"{column.Sql} IN (SELECT id FROM texts WHERE {Text("text", comparison.Operator, value.Text)})",
        SqlType.ApplicationName => Application(column.Sql, comparison.Operator, value.Text!),
        SqlType.Boolean => value.First == 1 ? $"({column.Sql})" : $"NOT ({column.Sql})",
        _ when field.Kind == FilterValueKind.Flags && comparison.Operator == FilterOperator.Contains => Flags(column, value.First),
        _ => Number(column, comparison.Operator, value),
    };

    private string Text(string column, FilterOperator comparison, string text) => comparison == FilterOperator.Contains
        ? $"strpos(lower({column}), lower({values.Add(text)})) > 0"
        : $"lower({column}) = lower({values.Add(text)})";

    private string Application(string column, FilterOperator comparison, string text)
    {
        if (text.Length == 0)
        {
            return $"{column} = 0";
        }

        var named = $"{column} IN (SELECT id FROM applications WHERE {Text("name", comparison, text)})";
        return comparison != FilterOperator.Contains && FilterFields.TryGet("application.id", out var id)
            && text.Contains(':', StringComparison.Ordinal) && FilterValue.TryRead(id, text, out var number)
                ? $"({named} OR {column} = {values.Add(number.First, SqlType.UInt64)})"
                : named;
    }

    private string Flags(SqlColumn column, UInt128 flags)
    {
        var wanted = values.Add(flags, column.Type);
        return $"({column.Sql} & {wanted}) = {wanted}";
    }

    // Every numeric comparison becomes an interval, cut to what the column can hold: a value beyond it must not fail the statement.
    private string Number(SqlColumn column, FilterOperator comparison, FilterValue value)
    {
        var largest = column.Type.Largest();
        var (first, last) = (value.First, value.Last);
        switch (comparison)
        {
            case FilterOperator.Less when first == 0:
            case FilterOperator.Greater when first == UInt128.MaxValue:
                return "false";
            case FilterOperator.Less:
                (first, last) = (0, first - 1);
                break;
            case FilterOperator.LessOrEqual:
                first = 0;
                break;
            case FilterOperator.Greater:
                (first, last) = (first + 1, UInt128.MaxValue);
                break;
            case FilterOperator.GreaterOrEqual:
                last = UInt128.MaxValue;
                break;
            default:
                break;
        }

        if (first > largest)
        {
            return "false";
        }

        var exact = values.Dialect.Between(column.Sql, column.Type, first, last < largest ? last : largest, values);
        return column.FoldedWhen is { } folded && Network(first, last) is { } network
            ? $"({exact} OR ({folded} AND {column.Sql} = {values.Add(network, column.Type)}))"
            : exact;
    }

    // The network that stands for an external address in conversations, when the interval lies inside one.
    private static UInt128? Network(UInt128 first, UInt128 last)
    {
        var bits = new IpAddr(first).IsV4 ? ExternalV4Bits : ExternalV6Bits;
        var mask = UInt128.MaxValue << (128 - bits);
        return (first & mask) == (last & mask) && first != 0 ? first & mask : null;
    }
}
