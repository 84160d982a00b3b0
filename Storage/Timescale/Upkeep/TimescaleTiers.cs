using System.Data.Common;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Schema;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Timescale.Upkeep;

/// <summary>What the tables take, as the server gives it: hours as written, hours that it has compressed, and rollups.</summary>
internal static class TimescaleTiers
{
    private static readonly string Biflows = FormattableString.Invariant(
        $"(SELECT arrived_ms / {HourParts.HourMs} AS hour, sum(rows) AS rows, sum(flows) AS flows FROM biflow_parts GROUP BY 1)");

    /// <summary>All tiers in the tables.</summary>
    public static IReadOnlyList<TierReport> Read(SqlSession session, TimescaleServer server) =>
    [
        .. Hours(session, server, HourParts.FlowTableName, "(SELECT hour, rows, rows AS flows FROM flow_hours)", StoreTier.Flows, StoreTier.CompressedFlows),
        .. Hours(session, server, HourParts.BiflowTableName, Biflows, StoreTier.Biflows, StoreTier.CompressedBiflows),
        .. Hours(
            session, server, HourParts.ConversationTableName, "(SELECT hour, rows, NULL::bigint AS flows FROM conversation_hours)",
            StoreTier.Conversations, StoreTier.CompressedConversations),
        new(StoreTier.Rollups, null, RollupFamilies.All.SelectMany(family => family.Levels).Sum(level => Size(session, level.Table)), null),
    ];

    private static List<TierReport> Hours(
        SqlSession session, TimescaleServer server, string table, string catalogue, StoreTier written, StoreTier compressed)
    {
        // A part belongs to the hour that it begins with; the catalogue knows its rows.
        using var reader = session.Query($"""
            SELECT part.compressed, count(*), coalesce(sum(hours.rows), 0)::bigint, coalesce(sum(part.bytes), 0)::bigint, coalesce(sum(part.before), 0)::bigint,
                sum(hours.flows)::bigint
            FROM ({Parts(server, table)}) AS part LEFT JOIN {catalogue} hours ON hours.hour = part.hour
            GROUP BY part.compressed ORDER BY part.compressed
            """);
        var tiers = new List<TierReport>();
        while (reader.Read())
        {
            tiers.Add(reader.GetBoolean(0) ? Tier(reader, compressed) with { UncompressedBytes = reader.GetInt64(4) } : Tier(reader, written));
        }

        return tiers.Exists(tier => tier.Tier == written) ? tiers : [new TierReport(written, 0, 0, 0) { Flows = tiers is [{ Flows: null }, ..] ? null : 0 }, .. tiers];
    }

    private static string Parts(TimescaleServer server, string table) => server.Layout == TableLayout.Partitions
        ? $"""
           SELECT false AS compressed, substring(c.relname from '[0-9]+$')::bigint AS hour, pg_total_relation_size(c.oid) AS bytes, 0 AS before
           FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '{table}'::regclass
           """
        : FormattableString.Invariant($"""
           SELECT c.is_compressed AS compressed, c.range_start_integer / {HourParts.HourMs} AS hour, s.total_bytes AS bytes, p.before_compression_total_bytes AS before
           FROM timescaledb_information.chunks c
           JOIN chunks_detailed_size('{table}') s ON s.chunk_schema = c.chunk_schema AND s.chunk_name = c.chunk_name
           LEFT JOIN chunk_compression_stats('{table}') p ON p.chunk_schema = c.chunk_schema AND p.chunk_name = c.chunk_name
           WHERE c.hypertable_schema = current_schema() AND c.hypertable_name = '{table}'
           """);

    private static TierReport Tier(DbDataReader reader, StoreTier tier) =>
        new(tier, reader.GetInt64(2), reader.GetInt64(3), (int)reader.GetInt64(1)) { Flows = reader.IsDBNull(5) ? null : reader.GetInt64(5) };

    private static long Size(SqlSession session, string table) => session.Scalar<long>($"SELECT pg_total_relation_size('{table}'::regclass)");
}
