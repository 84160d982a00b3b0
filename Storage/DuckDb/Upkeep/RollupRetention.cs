using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Removes old buckets from rollup levels, inside the caller's transaction.</summary>
internal static class RollupRetention
{
    // The widest bucket: a floor at its border is a border at every level.
    private const uint Day = 288;

    /// <summary>Removes what is older than a bucket from a level. What the next coarser level has not taken yet stays.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="family">The family.</param>
    /// <param name="level">The level.</param>
    /// <param name="oldest">Oldest bucket to keep.</param>
    public static void Execute(DuckDBConnection connection, RollupFamily family, int level, uint oldest)
    {
        var table = family.Levels[level].Table;
        var floor = oldest - oldest % Day;
        var condition = FormattableString.Invariant($"bucket < {floor}");
        if (level + 1 < family.Levels.Count)
        {
            condition += FormattableString.Invariant($" AND batch <= {RollupRun.Rolled(connection, family.Levels[level + 1].Table)}");
        }

        var deleted = connection.Run($"DELETE FROM {table} WHERE {condition}");
        connection.Run($"DELETE FROM rollup_errors WHERE name = '{table}' AND {condition}");
        Raise(connection, table, floor);
        Count(connection, table, deleted);
    }

    /// <summary>Notes that a level lacks everything below a bucket that coarser levels have.</summary>
    public static void Raise(DuckDBConnection connection, string table, uint floor) => connection.Run($"""
        INSERT INTO rollup_levels VALUES ('{table}', 0, {floor})
        ON CONFLICT (name) DO UPDATE SET floor = greatest(floor, excluded.floor)
        """);

    /// <summary>Adds to what retention has removed from a table since the store was created.</summary>
    public static void Count(DuckDBConnection connection, string table, long rows)
    {
        if (rows > 0)
        {
            connection.Run($"""
                INSERT INTO retention_deleted VALUES ('{table}', {rows}) ON CONFLICT (name) DO UPDATE SET rows = rows + excluded.rows
                """);
        }
    }
}
