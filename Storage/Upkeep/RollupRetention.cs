using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Removes old buckets from rollup levels, inside the caller's transaction.</summary>
internal static class RollupRetention
{
    // The widest bucket: a floor at its border is a border at every level.
    private const uint Day = 288;

    /// <summary>Removes what is older than a bucket from a level. What the next coarser level has not taken yet stays.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="family">The family.</param>
    /// <param name="level">The level.</param>
    /// <param name="oldest">Oldest bucket to keep.</param>
    public static void Execute(SqlSession session, RollupFamily family, int level, uint oldest)
    {
        var table = family.Levels[level].Table;
        var floor = oldest - oldest % Day;
        var condition = FormattableString.Invariant($"bucket < {floor}");
        if (level + 1 < family.Levels.Count)
        {
            condition += FormattableString.Invariant($" AND batch <= {RollupRun.Rolled(session, family.Levels[level + 1].Table)}");
        }

        var deleted = session.Run($"DELETE FROM {table} WHERE {condition}");
        session.Run($"DELETE FROM rollup_errors WHERE name = '{table}' AND {condition}");
        Raise(session, table, floor);
        Count(session, table, deleted);
        LevelCount.Forget(session, table, floor);
    }

    /// <summary>Notes that a level lacks everything below a bucket that coarser levels have.</summary>
    public static void Raise(SqlSession session, string table, uint floor) => session.Run($"""
        INSERT INTO rollup_levels VALUES ('{table}', 0, {floor})
        ON CONFLICT (name) DO UPDATE SET floor = greatest(rollup_levels.floor, excluded.floor)
        """);

    /// <summary>Adds to what retention has removed from a table since the store was created.</summary>
    public static void Count(SqlSession session, string table, long rows)
    {
        if (rows > 0)
        {
            session.Run($"""
                INSERT INTO retention_deleted VALUES ('{table}', {rows}) ON CONFLICT (name) DO UPDATE SET rows = retention_deleted.rows + excluded.rows
                """);
        }
    }
}
