using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>How many rows a level has, and the time they are within, kept as rows come and go. What goes is counted by retention.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Oldest">No row is of an older bucket.</param>
/// <param name="Newest">No row is of a newer bucket.</param>
internal readonly record struct LevelCount(long Rows, long Oldest, long Newest)
{
    /// <summary>All levels that are counted up to where they have come; others have to be counted row by row.</summary>
    public static Dictionary<string, LevelCount> Read(SqlSession session)
    {
        var counts = new Dictionary<string, LevelCount>(StringComparer.Ordinal);
        using var reader = session.Query("""
            SELECT c.name, c.added - coalesce(d.rows, 0)::BIGINT, c.oldest, c.newest
            FROM rollup_counts c JOIN rollup_levels l ON l.name = c.name AND l.rolled = c.rolled LEFT JOIN retention_deleted d ON d.name = c.name
            """);
        while (reader.Read())
        {
            counts[reader.GetString(0)] = new LevelCount(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        }

        return counts;
    }

    /// <summary>Counts what a level has taken in.</summary>
    /// <param name="session">Inside the transaction that takes it in.</param>
    /// <param name="table">The level.</param>
    /// <param name="from">How far it had come.</param>
    /// <param name="to">How far it has come; the batch of the new rows.</param>
    public static void Add(SqlSession session, string table, long from, long to)
    {
        var isCounted = from == 0 || session.Number($"SELECT count(*) FROM rollup_counts WHERE name = '{table}' AND rolled = {from}") > 0;
        if (isCounted)
        {
            session.Run($"""
                INSERT INTO rollup_counts
                SELECT '{table}', {to}, count(*), coalesce(min(bucket), 0), coalesce(max(bucket), 0) FROM {table} WHERE batch = {to}
                ON CONFLICT (name) DO UPDATE SET
                    rolled = excluded.rolled,
                    added = rollup_counts.added + excluded.added,
                    oldest = CASE WHEN excluded.added = 0 THEN rollup_counts.oldest WHEN rollup_counts.newest = 0 THEN excluded.oldest ELSE least(rollup_counts.oldest, excluded.oldest) END,
                    newest = greatest(rollup_counts.newest, excluded.newest)
                """);
            return;
        }

        var deleted = session.Number($"SELECT max(rows) FROM retention_deleted WHERE name = '{table}'");
        session.Run($"""
            INSERT INTO rollup_counts
            SELECT '{table}', {to}, count(*) + {deleted}, coalesce(min(bucket), 0), coalesce(max(bucket), 0) FROM {table} WHERE true
            ON CONFLICT (name) DO UPDATE SET rolled = excluded.rolled, added = excluded.added, oldest = excluded.oldest, newest = excluded.newest
            """);
    }

    /// <summary>Retention has removed what is older than a bucket, but for what the next level has not taken yet.</summary>
    public static void Forget(SqlSession session, string table, uint floor) => session.Run($"""
        UPDATE rollup_counts SET oldest = greatest(oldest, (SELECT coalesce(min(bucket), {floor}) FROM {table} WHERE bucket < {floor})) WHERE name = '{table}'
        """);
}
