using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Upkeep;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Pairs of groups that were never seen before a range.</summary>
internal static class NewPairsQuery
{
    private const uint BucketsPerHour = 12;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<NewPair> Run(DuckDBConnection connection, TimeRange range, int limit)
    {
        var ever = range with { From = DateTimeOffset.UnixEpoch };
        var parts = RollupSource.Parts(connection, RollupFamilies.SgtPairUsage, ever);
        if (parts.Count == 0)
        {
            return [];
        }

        // Rows of the hourly level stand at the start of their hour, so the range begins with a whole one.
        // A pair that was withdrawn altogether was never there. What an hourly level took may be withdrawn within the hour.
        var rows = string.Join(" UNION ALL ", parts.Select(part => $"SELECT bucket, client_sgt, server_sgt, {Measures.OfRollups} FROM {part}"));
        rows = FormattableString.Invariant(
            $"SELECT min(bucket) AS bucket, client_sgt, server_sgt, {Measures.Sums} FROM ({rows}) GROUP BY bucket // {BucketsPerHour}, client_sgt, server_sgt HAVING {Measures.Anything}");
        var first = Buckets.Of(range.From);
        first -= first % BucketsPerHour;
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"""
            SELECT client_sgt, server_sgt, {Measures.Sums}, min(bucket)::UINTEGER AS begun FROM ({rows})
            GROUP BY client_sgt, server_sgt HAVING min(bucket) >= {first}
            ORDER BY begun DESC, bytes DESC, client_sgt, server_sgt LIMIT {limit}
            """);
        using var reader = command.ExecuteReader();
        var pairs = new List<NewPair>();
        while (reader.Read())
        {
            pairs.Add(new NewPair(
                reader.GetFieldValue<ushort>(0), reader.GetFieldValue<ushort>(1), Buckets.Start(reader.GetFieldValue<uint>(8)), Measures.Read(reader, 2)));
        }

        return pairs;
    }
}
