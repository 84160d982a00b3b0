using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.DuckDb.Upkeep;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>A family of rollups as the source of an answer.</summary>
internal static class RollupSource
{
    /// <summary>Expression of a row's time, Unix seconds.</summary>
    public const string Time = "bucket::BIGINT * 300";

    /// <summary>Plans a range over a family. Must run in the same transaction as the query that uses it.</summary>
    public static SummarySource Of(DuckDBConnection connection, RollupFamily family, TimeRange range, TimeSpan? step)
    {
        var slices = Plan(connection, family, range, step);
        return new SummarySource(
            family.Name,
            new TimeRange(Buckets.Start(slices.From), Buckets.Start(slices.To)),
            Parts(connection, family, slices),
            Measures.OfRollups,
            Time,
            family.KeepLargest == 0 ? 0 : MaxError(connection, slices),
            family.ByDevice ? ConversationColumns.OfDeviceUsage : ConversationColumns.Of);
    }

    /// <summary>The FROM items, each ending in a condition, whose rows together cover a range.</summary>
    public static IReadOnlyList<string> Parts(DuckDBConnection connection, RollupFamily family, TimeRange range, TimeSpan? step = null) =>
        Parts(connection, family, Plan(connection, family, range, step));

    private static LevelSlices Plan(DuckDBConnection connection, RollupFamily family, TimeRange range, TimeSpan? step)
    {
        var states = new Dictionary<string, LevelState>(StringComparer.Ordinal);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT name, rolled, floor FROM rollup_levels";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                states[reader.GetString(0)] = new LevelState(reader.GetInt64(1), (uint)reader.GetValue(2));
            }
        }

        var (from, to) = Buckets.Touching(range);
        return LevelSlices.Plan(family, states.GetValueOrDefault, from, to, (uint)((step?.Ticks ?? 0) / Buckets.Width.Ticks));
    }

    private static string[] Parts(DuckDBConnection connection, RollupFamily family, LevelSlices slices)
    {
        var days = ConversationDays.Read(connection);
        return
        [
            .. slices.Slices.SelectMany(slice => slice.Table is null
                ? days.Where(day => day.MinBucket < slice.To && day.MaxBucket >= slice.From && day.MaxBatch > slice.AfterBatch)
                    .Select(day => $"{family.Base(day.Table, slice.Condition)} WHERE true")
                : [$"{slice.Table} WHERE {slice.Condition}"]),
        ];
    }

    private static double MaxError(DuckDBConnection connection, LevelSlices slices)
    {
        var parts = slices.Slices.Where(slice => slice.Table is not null)
            .Select(slice => $"SELECT bytes FROM rollup_errors WHERE name = '{slice.Table}' AND {slice.Condition}")
            .ToArray();
        if (parts.Length == 0)
        {
            return 0;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT coalesce(sum(bytes), 0)::DOUBLE FROM ({string.Join(" UNION ALL ", parts)})";
        return Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
