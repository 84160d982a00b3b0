using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.Filters;

namespace Clarion.Storage.DuckDb.Queries;

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
        .. FilterFields.For(FilterScopes.Flow)
            .Select(field => (Field: field, Columns: FlowColumns.Of(field)!))
            .Where(entry => entry.Columns.Count == 1)
            .Select(entry => (entry.Field, entry.Columns[0])),
    ];

    /// <summary>The columns as the tables hold them.</summary>
    public static string Stored { get; } = string.Join(
        ", ", Columns.Select((entry, i) => FormattableString.Invariant($"{entry.Column.Sql} AS c{i}")));

    /// <summary>The same with dictionary numbers resolved.</summary>
    public static string Resolved { get; } = string.Join(
        ", ", Columns.Select((entry, i) => Resolve(entry.Column, FormattableString.Invariant($"c{i}"))));

    /// <summary>Reads a row.</summary>
    /// <param name="reader">The row.</param>
    /// <param name="first">First of the columns.</param>
    public static FlowRecord Read(DbDataReader reader, int first)
    {
        var values = new List<KeyValuePair<string, object?>>(32);
        for (var i = 0; i < Columns.Length; i++)
        {
            var field = Columns[i].Field;
            var stored = reader.GetValue(first + i);
            if (Always.Contains(field.Name) || !IsAbsent(stored))
            {
                values.Add(new(field.Name, FieldValues.Write(field, stored)));
            }
        }

        return new FlowRecord(values);
    }

    private static bool IsAbsent(object value) => value switch
    {
        DBNull => true,
        string text => text.Length == 0,
        bool flag => !flag,
        BigInteger big => big.IsZero,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };

    private static string Resolve(SqlColumn column, string name) => column.Type switch
    {
        SqlType.Exporter => $"(SELECT e.{column.Attribute!.Sql} FROM exporters e WHERE e.id = {name})",
        SqlType.TextId => $"(SELECT t.text FROM texts t WHERE t.id = {name})",
        SqlType.ApplicationName => $"(SELECT a.name FROM applications a WHERE a.id = {name})",
        _ => name,
    };
}
