using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Who a device talked to, by role and service.</summary>
internal static class PeersQuery
{
    /// <summary>The largest peers. Traffic of a device with itself is shown once, as its own client.</summary>
    public static IReadOnlyList<PeerRow> Run(SqlSession session, DeviceId device, TimeRange range, int limit)
    {
        var values = new SqlValues(session.Dialect);
        var own = values.Add(device.Value, SqlType.UInt128);
        var parts = RollupSource.Parts(session, RollupFamilies.Conversations, range);
        if (parts.Count == 0)
        {
            return [];
        }

        var rows = parts.SelectMany(part => new[]
        {
            $"SELECT true AS client, server_device AS peer, server AS address, server_sgt AS sgt, protocol, server_port, bucket, "
                + $"{Measures.OfRollups} FROM {part} AND client_device = {own}",
            $"SELECT false, client_device, client, client_sgt, protocol, server_port, bucket, "
                + $"{Measures.OfRollups} FROM {part} AND server_device = {own} AND client_device <> {own}",
        });
        var none = session.Dialect.Constant(UInt128.Zero);
        var sql = FormattableString.Invariant($"""
            SELECT peer, {session.Dialect.AtLargest("address", "bucket")}, {session.Dialect.AtLargest("sgt", "bucket")}, client, protocol, server_port, {Measures.Sums}
            FROM ({string.Join(" UNION ALL ", rows)}) AS r
            GROUP BY peer, CASE WHEN peer = {none} THEN address ELSE {none} END, client, protocol, server_port
            HAVING {Measures.Anything} ORDER BY bytes DESC, flows DESC, peer, client, protocol, server_port LIMIT {limit}
            """);
        using var reader = values.Query(session, sql);
        var peers = new List<PeerRow>();
        while (reader.Read())
        {
            var peer = new DeviceId(reader.Wide(0, session.Dialect));
            var address = reader.Wide(1, session.Dialect);
            peers.Add(new PeerRow(
                peer.IsNone ? FieldValues.Network(address) ?? "" : peer.ToString(),
                new IpAddr(address).ToString(),
                reader.Small(2),
                reader.GetBoolean(3) ? "client" : "server",
                reader.Small(4),
                reader.Small(5),
                Measures.Read(reader, 6)));
        }

        return peers;
    }
}
