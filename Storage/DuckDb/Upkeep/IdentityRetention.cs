using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Forgets facts about identity.</summary>
internal static class IdentityRetention
{
    /// <summary>
    /// Removes facts from before a moment, except the newest of every standing key, and the last fact of all: positions must not come again.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="oldestMs">Unix milliseconds.</param>
    public static void Execute(DuckDBConnection connection, long oldestMs)
    {
        var deleted = connection.Execute(
            """
            DELETE FROM identity_log WHERE at_ms < $1
                AND position <> (SELECT max(position) FROM identity_log)
                AND position NOT IN (SELECT arg_max(position, (at_ms, position)) FROM identity_log WHERE standing <> '' GROUP BY standing)
            """,
            oldestMs);
        RollupRetention.Count(connection, "identity_log", deleted);
        RollupRetention.Count(
            connection, "membership_changes", connection.Execute("DELETE FROM membership_changes WHERE at_ms < $1", oldestMs));
        if (deleted > 0)
        {
            connection.Execute(
                "DELETE FROM identity_subjects WHERE at_ms < $1 AND position NOT IN (SELECT position FROM identity_log WHERE at_ms < $1)", oldestMs);
        }
    }
}
