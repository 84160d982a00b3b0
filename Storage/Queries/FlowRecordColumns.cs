using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>The columns of a listed flow: every field of the flow scope that is one column, in the order of the catalogue.</summary>
internal static class FlowRecordColumns
{
    // Shown even when zero: a reader looks for them, and zero is a fact (ICMP without ports, a denied flow without bytes).
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "start", "end", "src.ip", "dst.ip", "src.port", "dst.port", "protocol", "bytes", "packets", "bytes.raw", "packets.raw", "exporter",
    };

    private static readonly (FilterField Field, SqlColumn Column)[] Columns =
    [
        .. FilterFields.For(FilterScopes.Flow).Where(field => field.IsOfRecord)
            .Select(field => (Field: field, Columns: FlowColumns.Of(field)!))
            .Where(entry => entry.Columns.Count == 1)
            .Select(entry => (entry.Field, entry.Columns[0])),
    ];

    /// <summary>The columns as the tables hold them.</summary>
    public static string Stored { get; } = string.Join(
        ", ", Columns.Select((entry, i) => FormattableString.Invariant($"{entry.Column.Sql} AS c{i}")));

    /// <summary>Reads the stored values of a row, and notes the dictionary numbers among them.</summary>
    /// <param name="reader">The row.</param>
    /// <param name="first">First of the columns.</param>
    /// <param name="names">Will be asked for the names.</param>
    /// <param name="dialect">The engine's.</param>
    public static object[] Read(DbDataReader reader, int first, FlowNames names, SqlDialect dialect)
    {
        var values = new object[Columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = dialect.Value(Columns[i].Column.Type, reader.GetValue(first + i));
            names.Want(Columns[i].Column, values[i]);
        }

        return values;
    }

    /// <summary>Makes the answer of the stored values, once the names are known.</summary>
    public static FlowRecord Show(object[] stored, FlowNames names)
    {
        var values = new List<KeyValuePair<string, object?>>(32);
        for (var i = 0; i < Columns.Length; i++)
        {
            var (field, column) = Columns[i];
            var value = names.Resolve(column, stored[i]);
            if (Always.Contains(field.Name) || !IsAbsent(value))
            {
                values.Add(new(field.Name, FieldValues.Write(field, value)));
            }
        }

        return new FlowRecord(values);
    }

    private static bool IsAbsent(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        bool flag => !flag,
        BigInteger big => big.IsZero,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };
}
