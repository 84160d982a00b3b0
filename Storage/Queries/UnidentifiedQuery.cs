using Clarion.Correlation.Addresses;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Internal addresses whose traffic belongs to no known MAC.</summary>
internal static class UnidentifiedQuery
{
    /// <summary>The largest, by bytes.</summary>
    public static IReadOnlyList<UnidentifiedRow> Run(SqlSession session, TimeRange range, int limit)
    {
        var parts = RollupSource.Parts(session, RollupFamilies.DeviceUsage, range);
        if (parts.Count == 0)
        {
            return [];
        }

        var unidentified = RollupFamilies.IsUnidentified("device", session.Dialect);
        var values = new SqlValues(session.Dialect);
        using var reader = values.Query(session, FormattableString.Invariant($"""
            SELECT device, max(bucket) AS last, {Measures.Sums}
            FROM ({string.Join(" UNION ALL ", parts.Select(part => $"SELECT device, bucket, {Measures.OfRollups} FROM {part} AND {unidentified}"))}) AS r
            GROUP BY device HAVING {Measures.Anything} ORDER BY bytes DESC, device LIMIT {limit}
            """));
        var rows = new List<UnidentifiedRow>();
        while (reader.Read())
        {
            rows.Add(new UnidentifiedRow(
                new DeviceId(reader.Wide(0, session.Dialect)), Buckets.Start(reader.UInt32(1)), Measures.Read(reader, 2)));
        }

        return rows;
    }
}
