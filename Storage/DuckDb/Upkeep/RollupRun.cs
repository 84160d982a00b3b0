using Clarion.Storage.DuckDb.Days;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Brings one level of a family up to date, inside the caller's transaction.</summary>
internal static class RollupRun
{
    /// <summary>Commit batch up to which a level has come.</summary>
    public static long Rolled(DuckDBConnection connection, string table) =>
        connection.Number($"SELECT max(rolled) FROM rollup_levels WHERE name = '{table}'");

    /// <summary>Rows that wait for the finest level of a family.</summary>
    public static long Waiting(DuckDBConnection connection, RollupFamily family)
    {
        var rolled = Rolled(connection, family.Levels[0].Table);
        return ConversationDays.Read(connection).Where(day => day.MaxBatch > rolled)
            .Sum(day => connection.Number($"SELECT count(*) FROM {day.Table} WHERE batch > {rolled}"));
    }

    /// <summary>Takes over what the level before has and this one has not.</summary>
    public static void Execute(DuckDBConnection connection, RollupFamily family, int level)
    {
        var table = family.Levels[level].Table;
        var from = Rolled(connection, table);
        var days = level == 0 ? ConversationDays.Read(connection).Where(day => day.MaxBatch > from).ToArray() : [];
        var to = level == 0 ? days.Select(day => day.MaxBatch).DefaultIfEmpty().Max() : Rolled(connection, family.Levels[level - 1].Table);
        if (to <= from)
        {
            return;
        }

        var range = FormattableString.Invariant($"batch > {from} AND batch <= {to}");
        var source = level == 0
            ? $"({string.Join(" UNION ALL ", days.Select(day => $"SELECT * FROM {family.Base(day.Table, range)}"))})"
            : $"(SELECT * FROM {family.Levels[level - 1].Table} WHERE {range})";
        var sums = Sums(family, source, family.Levels[level].Unit, to);
        if (family.KeepLargest == 0)
        {
            connection.Run($"INSERT INTO {table} {sums} ORDER BY {string.Join(", ", family.Keys)}, bucket");
        }
        else
        {
            KeepLargest(connection, family, level, sums, range, to);
        }

        connection.Run(
            $"INSERT INTO rollup_levels VALUES ('{table}', {to}, 0) ON CONFLICT (name) DO UPDATE SET rolled = excluded.rolled");
    }

    private static void KeepLargest(DuckDBConnection connection, RollupFamily family, int level, string sums, string range, long to)
    {
        var table = family.Levels[level].Table;
        var unit = family.Levels[level].Unit;
        connection.Run($"""
            CREATE OR REPLACE TEMP TABLE largest AS
            SELECT *, row_number() OVER (PARTITION BY bucket ORDER BY abs(bytes_up::DOUBLE + bytes_down) DESC, {string.Join(", ", family.Keys)}) AS place
            FROM ({sums})
            """);
        connection.Run($"INSERT INTO {table} SELECT * EXCLUDE (place) FROM temp.largest WHERE place <= {family.KeepLargest}");

        // A key that one run leaves out may be kept by the next: what it lacks is at most the sum of what each run cut.
        var inherited = level == 0
            ? ""
            : FormattableString.Invariant(
                $" UNION ALL SELECT bucket - bucket % {unit}, bytes FROM rollup_errors WHERE name = '{family.Levels[level - 1].Table}' AND {range}");
        connection.Run($"""
            INSERT INTO rollup_errors SELECT '{table}', bucket, {to}, sum(bytes) FROM (
                SELECT bucket, abs(bytes_up::DOUBLE + bytes_down) AS bytes FROM temp.largest WHERE place = {family.KeepLargest + 1}{inherited})
            GROUP BY bucket
            """);
        connection.Run($"DROP TABLE temp.largest");
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
            $"SELECT (bucket - bucket % {unit})::UINTEGER AS bucket, {batch}::BIGINT AS batch, {keys}, {sums} FROM {source} GROUP BY 1, {keys} HAVING {anything}");
    }
}
