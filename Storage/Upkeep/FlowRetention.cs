using Clarion.Storage.Biflows;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Takes old raw flows into the long tier or drops them, part by part, and forgets the lanes whose flows are all gone.</summary>
internal static class FlowRetention
{
    private const long DayMs = 86_400_000;

    /// <summary>Ends the oldest part that ended before a moment.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="oldestMs">Oldest arrival to keep as raw flows, Unix milliseconds.</param>
    /// <param name="keepAsBiflows">True to keep its flows as biflows.</param>
    /// <returns>False when there was none.</returns>
    public static bool Execute(SqlSession session, long oldestMs, bool keepAsBiflows)
    {
        if (session.Parts.Flows(session).FirstOrDefault(part => part.EndMs <= oldestMs) is not { } old)
        {
            return false;
        }

        if (keepAsBiflows)
        {
            BiflowRun.Execute(session, old);
        }
        else
        {
            RollupRetention.Count(session, "flows", old.Rows);
        }

        session.Parts.Drop(session, old);

        // A lane of a run that began long ago and has no flows left never gets any again.
        session.Run($"DELETE FROM lanes WHERE epoch < {oldestMs - DayMs} AND id NOT IN ({session.Parts.LanesWithFlows(session)})");
        session.Run($"DELETE FROM positions WHERE lane NOT IN (SELECT id FROM lanes)");
        return true;
    }
}
