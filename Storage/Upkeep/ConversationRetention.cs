using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>
/// Drops old conversations part by part. A part stays as long as some rollup has not taken it, or some entity's durable state
/// does not contain it: then it is read back after a crash.
/// </summary>
internal static class ConversationRetention
{
    private const uint BucketsOfDay = 288;
    private const long BucketMs = 300_000;

    /// <summary>Removes the parts that ended before a moment.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="oldestMs">Oldest commit to keep, Unix milliseconds.</param>
    public static void Execute(SqlSession session, long oldestMs)
    {
        var rolled = RollupFamilies.All.Min(family => RollupRun.Rolled(session, family.Levels[0].Table));
        foreach (var part in session.Parts.Conversations(session))
        {
            if (part.EndMs > oldestMs || part.MaxBatch > rolled || IsNeeded(session, part))
            {
                continue;
            }

            session.Parts.Drop(session, part);
            RollupRetention.Count(session, Queries.LevelSlices.Base, part.Rows);

            // Whatever the dropped rows touched is now complete only in hours and days. A clock far ahead must not cover the present.
            var last = Math.Min(part.MaxBucket, part.EndMs / BucketMs);
            RollupRetention.Raise(session, Queries.LevelSlices.Base, (uint)((last / BucketsOfDay + 1) * BucketsOfDay));
        }
    }

    private static bool IsNeeded(SqlSession session, ConversationPart part) => session.Number($"""
        SELECT count(*) FROM (SELECT partition, max(commit_number) AS newest FROM {part.Relation} AS r GROUP BY partition) c
        LEFT JOIN watermarks w USING (partition) WHERE c.newest > coalesce(w.entity_commit_number, 0)
        """) > 0;
}
