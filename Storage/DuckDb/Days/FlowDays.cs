using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>One table of raw flows.</summary>
/// <param name="Day">Day of arrival, since 1970.</param>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Flows stored, exactly.</param>
/// <param name="MinEndMs">Earliest end of a flow, Unix milliseconds.</param>
/// <param name="MaxEndMs">Latest end of a flow.</param>
internal readonly record struct FlowDay(int Day, string Table, long Rows, long MinEndMs, long MaxEndMs);

/// <summary>The catalogue of the tables <c>flows_yyyymmdd</c>.</summary>
internal static class FlowDays
{
    /// <summary>Name before the day.</summary>
    public const string Family = "flows";

    /// <summary>Tables that exist, oldest first.</summary>
    public static List<FlowDay> Read(DuckDBConnection connection)
    {
        var days = new List<FlowDay>();
        using var reader = connection.Query("SELECT day, \"rows\", min_end_ms, max_end_ms FROM flow_days WHERE NOT dropped ORDER BY day");
        while (reader.Read())
        {
            var day = reader.GetInt32(0);
            days.Add(new(day, DayTable.Name(Family, day), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return days;
    }

    /// <summary>Adds to a day's entry, within the transaction that adds the rows.</summary>
    public static void Add(DuckDBConnection connection, int day, long rows, long minEndMs, long maxEndMs)
    {
        var changed = connection.Execute(
            "UPDATE flow_days SET \"rows\" = \"rows\" + $2, min_end_ms = least(min_end_ms, $3), max_end_ms = greatest(max_end_ms, $4) WHERE day = $1 AND NOT dropped",
            day, rows, minEndMs, maxEndMs);
        if (changed == 0)
        {
            connection.Execute("INSERT INTO flow_days VALUES ($1, $2, $3, $4, false)", day, rows, minEndMs, maxEndMs);
        }
    }

    /// <summary>Drops a day's table and keeps its entry, which counts what was ever stored.</summary>
    public static void Drop(DuckDBConnection connection, FlowDay day)
    {
        connection.Execute($"DROP TABLE IF EXISTS {day.Table}");
        connection.Execute("UPDATE flow_days SET dropped = true WHERE day = $1", day.Day);
    }
}
