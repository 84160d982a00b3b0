using Clarion.Flows;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Queries;
using Clarion.Storage.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>
/// The layout of a table <c>flows_yyyymmdd</c>: <c>lane</c>, <c>sequence</c>, then columns of <see cref="FlowTable"/>. A table has only the
/// columns that some exporter of its time fills: appending costs by the column, filled or not (docs/performance.md).
/// </summary>
internal static class FlowDayTable
{
    /// <summary>Columns before those of the batch.</summary>
    public const int KeyColumns = 2;

    private static readonly Dictionary<string, FlowTableColumn> ByName = FlowTable.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Creates a table.</summary>
    public static void Create(DuckDBConnection connection, string table, ColumnSet columns)
    {
        var layout = string.Concat(FlowTable.Of(columns).Select(c => $", {c.Name} {DuckDbDialect.Instance.Name(c.Type)} NOT NULL"));
        connection.Execute($"CREATE TABLE {table} (lane INTEGER NOT NULL, sequence BIGINT NOT NULL{layout})");
    }

    /// <summary>A table as if it had all columns, for use after FROM: those it lacks are zero.</summary>
    public static string Relation(string table, ColumnSet columns)
    {
        var absent = string.Concat(
            FlowTable.Columns.Where(c => !columns.Contains(c.Column)).Select(c => $", 0::{DuckDbDialect.Instance.Name(c.Type)} AS {c.Name}"));
        return $"(SELECT rowid, *{absent}, bytes::DOUBLE AS bytes_double, packets::DOUBLE AS packets_double FROM {table})";
    }

    /// <summary>A set as the catalogue keeps it.</summary>
    public static string WriteColumns(ColumnSet columns) => string.Join(',', FlowTable.Of(columns).Select(c => c.Name));

    /// <summary>The reverse of <see cref="WriteColumns"/>.</summary>
    public static ColumnSet ReadColumns(string names) => FlowTable.Set(names.Split(',').Select(name => ByName[name].Column));
}
