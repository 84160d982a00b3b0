using System.Data.Common;
using Clarion.Flows;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.FlowLog;
using Clarion.Storage.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>One table of raw flows: a day, or a part of it that has the same columns.</summary>
/// <param name="Day">Day of arrival, since 1970.</param>
/// <param name="Part">Number within the day, from 1.</param>
/// <param name="Columns">Columns of the table; no flow in it has a value in any other.</param>
/// <param name="Rows">Flows stored, exactly.</param>
/// <param name="MinEndMs">Earliest end of a flow, Unix milliseconds.</param>
/// <param name="MaxEndMs">Latest end of a flow.</param>
internal sealed record FlowDay(int Day, int Part, ColumnSet Columns, long Rows, long MinEndMs, long MaxEndMs)
{
    private const int PartBits = 16;

    /// <summary>Orders parts as flows arrive.</summary>
    public long Number => (long)Day << PartBits | (uint)Part;

    /// <summary>Name of the table.</summary>
    public string Table => TableOf(Day, Part);

    /// <summary>The table with every column of a flow, and <c>rowid</c>, for use after FROM.</summary>
    public string Relation => FlowDayTable.Relation(Table, Columns);

    /// <summary>Name of the table of a part.</summary>
    public static string TableOf(int day, int part) =>
        part == 1 ? DayTable.Name(FlowDays.Family, day) : FormattableString.Invariant($"{DayTable.Name(FlowDays.Family, day)}_{part}");

    /// <summary>The reverse of <see cref="Number"/>.</summary>
    public static (int Day, int Part) Of(long number) => ((int)(number >> PartBits), (int)(number & ((1 << PartBits) - 1)));
}

/// <summary>The catalogue of the flow tables.</summary>
internal static class FlowDays
{
    /// <summary>Name before the day.</summary>
    public const string Family = "flows";

    /// <summary>Reads the tables that exist, oldest first.</summary>
    public const string Existing =
        "SELECT day, part, columns, \"rows\", min_end_ms, max_end_ms FROM flow_days WHERE NOT dropped ORDER BY day, part";

    /// <summary>Tables that exist, oldest first.</summary>
    public static List<FlowDay> Read(DuckDBConnection connection)
    {
        var parts = new List<FlowDay>();
        using var reader = connection.Query(Existing);
        while (reader.Read())
        {
            parts.Add(ReadRow(reader));
        }

        return parts;
    }

    /// <summary>One row of <see cref="Existing"/>.</summary>
    public static FlowDay ReadRow(DbDataReader reader) => new(
        reader.GetInt32(0), reader.GetInt32(1), FlowDayTable.ReadColumns(reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));

    /// <summary>The newest part of a day when it has the columns, else a new one that has them, and those that came up before.</summary>
    /// <param name="connection">Within the transaction that adds the rows.</param>
    /// <param name="day">Day of arrival.</param>
    /// <param name="columns">Columns that the rows have values in.</param>
    public static FlowDay Open(DuckDBConnection connection, int day, ColumnSet columns)
    {
        var parts = Read(connection);
        var newest = parts.FindLast(part => part.Day == day);
        if (newest is not null && newest.Columns.Union(columns) == newest.Columns)
        {
            return newest;
        }

        // What exporters sent yesterday they send today: a day should not begin with a table a minute.
        var before = newest ?? parts.FindLast(part => part.Day < day);
        var all = (before?.Columns ?? FlowTable.Core).Union(columns);
        var opened = new FlowDay(day, LastPart(connection, day) + 1, all, 0, long.MaxValue, long.MinValue);
        FlowDayTable.Create(connection, opened.Table, all);
        connection.Execute(
            "INSERT INTO flow_days VALUES ($1, $2, $3, 0, $4, $5, false)", day, opened.Part, FlowDayTable.WriteColumns(all), opened.MinEndMs, opened.MaxEndMs);
        return opened;
    }

    /// <summary>Adds to a table's entry, within the transaction that adds the rows.</summary>
    public static void Add(DuckDBConnection connection, FlowDay part, long rows, long minEndMs, long maxEndMs) =>
        connection.Execute(
            "UPDATE flow_days SET \"rows\" = \"rows\" + $3, min_end_ms = least(min_end_ms, $4), max_end_ms = greatest(max_end_ms, $5) WHERE day = $1 AND part = $2",
            part.Day, part.Part, rows, minEndMs, maxEndMs);

    // Counts dropped parts too: an entry's name is never given twice.
    private static int LastPart(DuckDBConnection connection, int day) =>
        connection.Scalar<int>("SELECT coalesce(max(part), 0)::INTEGER FROM flow_days WHERE day = $1", day);
}
