using System.Data.Common;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>
/// One field that a summary is grouped by. Rows are grouped by the stored number first; names come from the dictionaries afterwards,
/// when few rows are left, and rows whose names are equal are summed once more.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="column">Its column.</param>
/// <param name="number">Position among the dimensions, from 0.</param>
internal sealed class Dimension(FilterField field, SqlColumn column, int number)
{
    private readonly string _raw = FormattableString.Invariant($"d{number}");

    /// <summary>Columns by which the table's rows are grouped.</summary>
    public string Raw => column.FoldedWhen is { } folded
        ? $"{column.Sql} AS {_raw}, ({folded}) AS {_raw}_net"
        : $"{column.Sql} AS {_raw}";

    /// <summary>Names of the grouped columns.</summary>
    public string RawNames => column.FoldedWhen is null ? _raw : $"{_raw}, {_raw}_net";

    /// <summary>Columns with the names resolved.</summary>
    public string Labels => column.FoldedWhen is null ? $"{Label} AS {Key}" : $"{_raw} AS {Key}, {_raw}_net AS {Key}_net";

    /// <summary>What has to be joined for that.</summary>
    public string Join => column.Type switch
    {
        SqlType.Exporter => $" LEFT JOIN exporters {Name} ON {Name}.id = {_raw}",
        SqlType.TextId => $" LEFT JOIN texts {Name} ON {Name}.id = {_raw}",
        SqlType.ApplicationName => $" LEFT JOIN applications {Name} ON {Name}.id = {_raw}",
        _ => "",
    };

    /// <summary>Names of the resolved columns.</summary>
    public string Keys => column.FoldedWhen is null ? Key : $"{Key}, {Key}_net";

    /// <summary>How many columns that is.</summary>
    public int Width => column.FoldedWhen is null ? 1 : 2;

    private string Name => FormattableString.Invariant($"n{number}");

    private string Key => FormattableString.Invariant($"k{number}");

    private string Label => column.Type switch
    {
        SqlType.Exporter => $"{Name}.{column.Attribute!.Sql}",
        SqlType.TextId => $"coalesce({Name}.text, '')",
        SqlType.ApplicationName =>
            $"CASE WHEN {_raw} = 0 THEN '' ELSE coalesce({Name}.name, "
            + $"(({_raw} >> 56) & 255)::VARCHAR || ':' || ({_raw} & 72057594037927935)::VARCHAR) END",
        _ => _raw,
    };

    /// <summary>Reads the value.</summary>
    /// <param name="reader">A row.</param>
    /// <param name="at">First of this dimension's columns.</param>
    /// <param name="dialect">The engine's.</param>
    public object? Read(DbDataReader reader, int at, SqlDialect dialect)
    {
        var value = reader.IsDBNull(at) ? null : dialect.Value((column.Attribute ?? column).Type, reader.GetValue(at));
        return column.FoldedWhen is not null && reader.GetBoolean(at + 1)
            ? FieldValues.Network(FieldValues.Wide(value!))
            : FieldValues.Write(field, value);
    }
}
