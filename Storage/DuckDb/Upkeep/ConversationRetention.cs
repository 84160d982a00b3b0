using Clarion.Storage.DuckDb.Days;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>
/// Drops whole days of committed conversations. A day stays as long as some rollup has not taken it, or some entity's durable state
/// does not contain it: then it is read back after a crash.
/// </summary>
internal static class ConversationRetention
{
    private const uint BucketsOfDay = 288;

    /// <summary>Removes the days that ended before a moment.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="oldestMs">Oldest commit to keep, Unix milliseconds.</param>
    public static void Execute(DuckDBConnection connection, long oldestMs)
    {
        var rolled = RollupFamilies.All.Min(family => RollupRun.Rolled(connection, family.Levels[0].Table));
        foreach (var day in ConversationDays.Read(connection))
        {
            if (DayTable.StartMs(day.Day + 1) > oldestMs || day.MaxBatch > rolled || IsNeeded(connection, day))
            {
                continue;
            }

            ConversationDays.Drop(connection, day);
            RollupRetention.Count(connection, ConversationDays.Family, day.Rows);

            // Whatever the dropped rows touched is now complete only in hours and days. A clock far ahead must not cover the present.
            var last = Math.Min(day.MaxBucket, (day.Day + 1L) * BucketsOfDay);
            RollupRetention.Raise(connection, Queries.LevelSlices.Base, (uint)((last / BucketsOfDay + 1) * BucketsOfDay));
        }
    }

    private static bool IsNeeded(DuckDBConnection connection, ConversationDay day) => connection.Number($"""
        SELECT count(*) FROM (SELECT partition, max(commit_number) AS newest FROM {day.Table} GROUP BY partition) c
        LEFT JOIN watermarks w USING (partition) WHERE c.newest > coalesce(w.entity_commit_number, 0)
        """) > 0;
}
