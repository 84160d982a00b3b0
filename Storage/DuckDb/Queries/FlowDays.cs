using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>One table of raw flows: those that arrived on one day.</summary>
/// <param name="Day">The day as yyyymmdd.</param>
/// <param name="FirstEndMs">Earliest end of a flow in it.</param>
/// <param name="LastEndMs">Latest end of a flow in it.</param>
internal readonly record struct FlowDay(int Day, long FirstEndMs, long LastEndMs)
{
    /// <summary>The table.</summary>
    public string Table => FormattableString.Invariant($"flows_{Day:D8}");

    /// <summary>True when flows of it may have ended in a range, end exclusive.</summary>
    public bool Touches(long fromMs, long toMs) => LastEndMs >= fromMs && FirstEndMs < toMs;
}

/// <summary>The tables of raw flows.</summary>
internal static class FlowDays
{
    /// <summary>Those that still exist, newest first.</summary>
    public static IReadOnlyList<FlowDay> Read(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT day, min_end_ms, max_end_ms FROM flow_days WHERE NOT dropped ORDER BY day DESC";
        using var reader = command.ExecuteReader();
        var days = new List<FlowDay>();
        while (reader.Read())
        {
            days.Add(new FlowDay(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return days;
    }
}
