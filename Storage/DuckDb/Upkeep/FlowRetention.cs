using Clarion.Storage.DuckDb.Days;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Drops whole days of raw flows, and forgets the lanes whose flows are all gone.</summary>
internal static class FlowRetention
{
    private const long DayMs = 86_400_000;

    /// <summary>Removes the days that ended before a moment.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="oldestMs">Oldest arrival to keep, Unix milliseconds.</param>
    public static void Execute(DuckDBConnection connection, long oldestMs)
    {
        var days = FlowDays.Read(connection);
        var old = days.Where(day => DayTable.StartMs(day.Day + 1) <= oldestMs).ToArray();
        if (old.Length == 0)
        {
            return;
        }

        foreach (var day in old)
        {
            FlowDays.Drop(connection, day);
            RollupRetention.Count(connection, FlowDays.Family, day.Rows);
        }

        // A lane of a run that began long ago and has no flows left never gets any again.
        var kept = days.Except(old).Select(day => $"SELECT DISTINCT lane FROM {day.Table}").DefaultIfEmpty("SELECT -1");
        connection.Run($"DELETE FROM lanes WHERE epoch < {oldestMs - DayMs} AND id NOT IN ({string.Join(" UNION ", kept)})");
        connection.Run($"DELETE FROM positions WHERE lane NOT IN (SELECT id FROM lanes)");
    }
}
