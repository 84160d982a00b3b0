using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Pairs of groups that were never seen before a range.</summary>
internal static class NewPairsQuery
{
    private const uint BucketsPerHour = 12;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<NewPair> Run(SqlSession session, TimeRange range, int limit)
    {
        var ever = range with { From = DateTimeOffset.UnixEpoch };
        var parts = RollupSource.Parts(session, RollupFamilies.SgtPairUsage, ever);
        if (parts.Count == 0)
        {
            return [];
        }

        // Rows of the hourly level stand at the start of their hour, so the range begins with a whole one.
        // A pair that was withdrawn altogether was never there. What an hourly level took may be withdrawn within the hour.
        var rows = string.Join(" UNION ALL ", parts.Select(part => $"SELECT bucket, client_sgt, server_sgt, {Measures.OfRollups} FROM {part}"));
        rows = FormattableString.Invariant($"""
            SELECT min(bucket) AS bucket, client_sgt, server_sgt, {Measures.Sums} FROM ({rows}) AS r
            GROUP BY bucket - bucket % {BucketsPerHour}, client_sgt, server_sgt HAVING {Measures.Anything}
            """);
        var first = Buckets.Of(range.From);
        first -= first % BucketsPerHour;
        using var reader = session.Query(FormattableString.Invariant($"""
            SELECT client_sgt, server_sgt, {Measures.Sums}, min(bucket)::BIGINT AS begun FROM ({rows}) AS r
            GROUP BY client_sgt, server_sgt HAVING min(bucket) >= {first}
            ORDER BY begun DESC, bytes DESC, client_sgt, server_sgt LIMIT {limit}
            """));
        var pairs = new List<NewPair>();
        while (reader.Read())
        {
            pairs.Add(new NewPair(
                reader.Small(0), reader.Small(1), Buckets.Start(reader.UInt32(8)), Measures.Read(reader, 2)));
        }

        return pairs;
    }
}
