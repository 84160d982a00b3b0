using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Drops old raw flows part by part, and forgets the lanes whose flows are all gone.</summary>
internal static class FlowRetention
{
    private const long DayMs = 86_400_000;

    /// <summary>Removes the parts that ended before a moment.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="oldestMs">Oldest arrival to keep, Unix milliseconds.</param>
    public static void Execute(SqlSession session, long oldestMs)
    {
        var old = session.Parts.Flows(session).Where(part => part.EndMs <= oldestMs).ToArray();
        if (old.Length == 0)
        {
            return;
        }

        foreach (var part in old)
        {
            session.Parts.Drop(session, part);
            RollupRetention.Count(session, "flows", part.Rows);
        }

        // A lane of a run that began long ago and has no flows left never gets any again.
        session.Run($"DELETE FROM lanes WHERE epoch < {oldestMs - DayMs} AND id NOT IN ({session.Parts.LanesWithFlows(session)})");
        session.Run($"DELETE FROM positions WHERE lane NOT IN (SELECT id FROM lanes)");
    }
}
