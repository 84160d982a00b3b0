using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Forgets facts about identity.</summary>
internal static class IdentityRetention
{
    /// <summary>
    /// Removes facts from before a moment, except the newest of every standing key, and the last fact of all: positions must not come again.
    /// </summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="oldestMs">Unix milliseconds.</param>
    public static void Execute(SqlSession session, long oldestMs)
    {
        var deleted = session.Execute(
            $"""
            DELETE FROM identity_log WHERE at_ms < $1
                AND position <> (SELECT max(position) FROM identity_log)
                AND position NOT IN (
                    SELECT {session.Dialect.AtLargest("position", "(at_ms, position)")} FROM identity_log WHERE standing <> '' GROUP BY standing)
            """,
            oldestMs);
        RollupRetention.Count(session, "identity_log", deleted);
        RollupRetention.Count(session, "membership_changes", session.Execute("DELETE FROM membership_changes WHERE at_ms < $1", oldestMs));
        if (deleted > 0)
        {
            session.Execute(
                "DELETE FROM identity_subjects WHERE at_ms < $1 AND position NOT IN (SELECT position FROM identity_log WHERE at_ms < $1)", oldestMs);
        }
    }
}
