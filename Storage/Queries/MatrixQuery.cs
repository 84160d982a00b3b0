using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Observed pairs of groups with their largest services.</summary>
internal static class MatrixQuery
{
    private const int Services = 10;

    /// <summary>All cells, largest first.</summary>
    public static IReadOnlyList<MatrixCell> Run(SqlSession session, TimeRange range)
    {
        var parts = RollupSource.Parts(session, RollupFamilies.SgtPairUsage, range);
        if (parts.Count == 0)
        {
            return [];
        }

        var rows = string.Join(
            " UNION ALL ", parts.Select(part => $"SELECT client_sgt, server_sgt, protocol, server_port, {Measures.OfRollups} FROM {part}"));
        using var reader = session.Query(FormattableString.Invariant($"""
            WITH services AS MATERIALIZED (
                SELECT client_sgt, server_sgt, protocol, server_port, {Measures.Sums} FROM ({rows}) AS r GROUP BY client_sgt, server_sgt, protocol, server_port
                HAVING {Measures.Anything}),
            placed AS (
                SELECT *, row_number() OVER (
                    PARTITION BY client_sgt, server_sgt ORDER BY bytes DESC, flows DESC, protocol, server_port) AS place FROM services),
            cells AS (SELECT client_sgt, server_sgt, {Measures.Sums} FROM services GROUP BY client_sgt, server_sgt)
            SELECT 0 AS place, client_sgt, server_sgt, bytes, packets, raw_bytes, raw_packets, flows, denied, 0 AS protocol, 0 AS server_port FROM cells
            UNION ALL
            SELECT place, client_sgt, server_sgt, bytes, packets, raw_bytes, raw_packets, flows, denied, protocol, server_port
            FROM placed WHERE place <= {Services}
            ORDER BY place, bytes DESC, client_sgt, server_sgt
            """));
        var cells = new Dictionary<(int, int), (FlowMeasures Measures, List<MatrixService> Services)>();
        while (reader.Read())
        {
            var pair = (reader.Small(1), reader.Small(2));
            var measures = Measures.Read(reader, 3);
            if (reader.GetInt64(0) == 0)
            {
                cells[pair] = (measures, []);
            }
            else
            {
                cells[pair].Services.Add(new MatrixService(reader.GetInt32(9), reader.GetInt32(10), measures));
            }
        }

        return [.. cells.Select(cell => new MatrixCell(cell.Key.Item1, cell.Key.Item2, cell.Value.Measures, cell.Value.Services))];
    }
}
