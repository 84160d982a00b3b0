using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Brings one level of a family up to date, inside the caller's transaction.</summary>
internal static class RollupRun
{
    /// <summary>Commit batch up to which a level has come.</summary>
    public static long Rolled(SqlSession session, string table) =>
        session.Number($"SELECT max(rolled) FROM rollup_levels WHERE name = '{table}'");

    /// <summary>Rows that wait for the finest level of a family.</summary>
    public static long Waiting(SqlSession session, RollupFamily family)
    {
        var rolled = Rolled(session, family.Levels[0].Table);
        return session.Parts.Conversations(session).Where(day => day.MaxBatch > rolled)
            .Sum(day => session.Number($"SELECT count(*) FROM {day.Relation} AS r WHERE batch > {rolled}"));
    }

    /// <summary>Takes over what the level before has and this one has not.</summary>
    public static void Execute(SqlSession session, RollupFamily family, int level)
    {
        var table = family.Levels[level].Table;
        var from = Rolled(session, table);
        var days = level == 0 ? session.Parts.Conversations(session).Where(day => day.MaxBatch > from).ToArray() : [];
        var to = level == 0 ? days.Select(day => day.MaxBatch).DefaultIfEmpty().Max() : Rolled(session, family.Levels[level - 1].Table);
        if (to <= from)
        {
            return;
        }

        var range = FormattableString.Invariant($"batch > {from} AND batch <= {to}");
        var source = level == 0
            ? $"({string.Join(" UNION ALL ", days.Select(day => $"SELECT * FROM {family.Base(session.Dialect, day.Relation, range)} AS c"))})"
            : $"(SELECT * FROM {family.Levels[level - 1].Table} WHERE {range})";
        var sums = Sums(family, source, family.Levels[level].Unit, to);
        if (family.KeepLargest == 0)
        {
            session.Run($"INSERT INTO {table} {sums} ORDER BY {string.Join(", ", family.Keys)}, bucket");
        }
        else
        {
            KeepLargest(session, family, level, sums, range, to);
        }

        session.Run(
            $"INSERT INTO rollup_levels VALUES ('{table}', {to}, 0) ON CONFLICT (name) DO UPDATE SET rolled = excluded.rolled");
        LevelCount.Add(session, table, from, to);
    }

    private static void KeepLargest(SqlSession session, RollupFamily family, int level, string sums, string range, long to)
    {
        var table = family.Levels[level].Table;
        var unit = family.Levels[level].Unit;
        const string Bytes = "abs(bytes_up::FLOAT8 + bytes_down::FLOAT8)";
        session.Run($"""
            CREATE TEMP TABLE largest_keys AS
            SELECT *, row_number() OVER (PARTITION BY bucket ORDER BY {Bytes} DESC, {string.Join(", ", family.Keys)}) AS place
            FROM ({sums}) AS s
            """);
        session.Run($"INSERT INTO {table} SELECT bucket, batch, {string.Join(", ", family.Keys.Concat(family.Measures))} FROM largest_keys WHERE place <= {family.KeepLargest}");

        // A key that one run leaves out may be kept by the next: what it lacks is at most the sum of what each run cut.
        var inherited = level == 0
            ? ""
            : FormattableString.Invariant(
                $" UNION ALL SELECT bucket - bucket % {unit}, bytes FROM rollup_errors WHERE name = '{family.Levels[level - 1].Table}' AND {range}");
        session.Run($"""
            INSERT INTO rollup_errors SELECT '{table}', bucket, {to}, sum(bytes) FROM (
                SELECT bucket, {Bytes} AS bytes FROM largest_keys WHERE place = {family.KeepLargest + 1}{inherited}) AS e
            GROUP BY bucket
            """);
        session.Run($"DROP TABLE largest_keys");
    }

    private static string Sums(RollupFamily family, string source, uint unit, long batch)
    {
        // Sums that no counter can hold are cut, so that one absurd record cannot stop the rollups for good. They are negative when rows are withdrawn
        // that an earlier run has taken; what was withdrawn within this run leaves nothing.
        var sums = string.Join(
            ", ", family.Measures.Select(measure => $"least(greatest(sum({measure}), -9223372036854775807), 9223372036854775807)::BIGINT AS {measure}"));
        var anything = string.Join(" OR ", family.Measures.Select(measure => $"sum({measure}) <> 0"));
        var keys = string.Join(", ", family.Keys);
        return FormattableString.Invariant(
            $"SELECT bucket - bucket % {unit} AS bucket, {batch}::BIGINT AS batch, {keys}, {sums} FROM {source} AS c GROUP BY 1, {keys} HAVING {anything}");
    }
}
