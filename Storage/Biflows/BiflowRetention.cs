using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Biflows;

/// <summary>Drops old hours of the long tier, and the numbers of hosts that nothing names any more.</summary>
internal static class BiflowRetention
{
    private const long DayMs = 86_400_000;

    /// <summary>Removes the parts whose flows arrived before a moment.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="oldestMs">Oldest arrival to keep, Unix milliseconds.</param>
    public static void Execute(SqlSession session, long oldestMs)
    {
        var old = new List<(long ArrivedMs, long Flows)>();
        using (var reader = session.Query(FormattableString.Invariant($"SELECT arrived_ms, flows FROM biflow_parts WHERE arrived_ms < {oldestMs} ORDER BY arrived_ms")))
        {
            while (reader.Read())
            {
                old.Add((reader.GetInt64(0), reader.GetInt64(1)));
            }
        }

        foreach (var (arrived, flows) in old)
        {
            session.Parts.DropBiflows(session, arrived);
            session.Run($"DELETE FROM biflow_parts WHERE arrived_ms = {arrived}");
            RollupRetention.Count(session, "biflows", flows);
        }

        if (old.Count > 0)
        {
            // A host is marked once a day, so it may be named a day after its mark.
            session.Run($"DELETE FROM hosts WHERE last_ms < {oldestMs - 2 * DayMs}");
        }
    }
}
