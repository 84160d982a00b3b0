using Clarion.Storage.Contracts;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>A family of rollups as the source of an answer.</summary>
internal static class RollupSource
{
    /// <summary>Expression of a row's time, Unix seconds.</summary>
    public const string Time = "bucket::BIGINT * 300";

    /// <summary>Plans a range over a family. Must run in the same transaction as the query that uses it.</summary>
    public static SummarySource Of(SqlSession session, RollupFamily family, TimeRange range, TimeSpan? step)
    {
        var slices = Plan(session, family, range, step);
        return new SummarySource(
            family.Name,
            new TimeRange(Buckets.Start(slices.From), Buckets.Start(slices.To)),
            Parts(session, family, slices),
            Measures.OfRollups,
            Time,
            family.KeepLargest == 0 ? 0 : MaxError(session, slices),
            family.ByDevice ? ConversationColumns.OfDeviceUsage : ConversationColumns.Of);
    }

    /// <summary>The FROM items, each ending in a condition, whose rows together cover a range.</summary>
    public static IReadOnlyList<string> Parts(SqlSession session, RollupFamily family, TimeRange range, TimeSpan? step = null) =>
        Parts(session, family, Plan(session, family, range, step));

    private static LevelSlices Plan(SqlSession session, RollupFamily family, TimeRange range, TimeSpan? step)
    {
        var states = new Dictionary<string, LevelState>(StringComparer.Ordinal);
        using (var reader = session.Query("SELECT name, rolled, floor FROM rollup_levels"))
        {
            while (reader.Read())
            {
                states[reader.GetString(0)] = new LevelState(reader.GetInt64(1), reader.UInt32(2));
            }
        }

        var (from, to) = Buckets.Touching(range);
        return LevelSlices.Plan(family, states.GetValueOrDefault, from, to, (uint)((step?.Ticks ?? 0) / Buckets.Width.Ticks));
    }

    private static string[] Parts(SqlSession session, RollupFamily family, LevelSlices slices)
    {
        var days = session.Parts.Conversations(session);
        return
        [
            .. slices.Slices.SelectMany(slice => slice.Table is null
                ? days.Where(day => day.MinBucket < slice.To && day.MaxBucket >= slice.From && day.MaxBatch > slice.AfterBatch)
                    .Select(day => $"{family.Base(session.Dialect, day.Relation, slice.Condition)} AS c WHERE true")
                : [$"{slice.Table} WHERE {slice.Condition}"]),
        ];
    }

    private static double MaxError(SqlSession session, LevelSlices slices)
    {
        var parts = slices.Slices.Where(slice => slice.Table is not null)
            .Select(slice => $"SELECT bytes FROM rollup_errors WHERE name = '{slice.Table}' AND {slice.Condition}")
            .ToArray();
        if (parts.Length == 0)
        {
            return 0;
        }

        return session.Scalar<double>($"SELECT coalesce(sum(bytes), 0)::FLOAT8 FROM ({string.Join(" UNION ALL ", parts)}) AS e");
    }
}
