using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.DuckDb.Upkeep;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Who a device talked to, by role and service.</summary>
internal static class PeersQuery
{
    /// <summary>The largest peers. Traffic of a device with itself is shown once, as its own client.</summary>
    public static IReadOnlyList<PeerRow> Run(DuckDBConnection connection, DeviceId device, TimeRange range, int limit)
    {
        var values = new SqlValues();
        var own = values.Add(device.Value, SqlType.UInt128);
        var parts = RollupSource.Parts(connection, RollupFamilies.Conversations, range);
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
        var sql = FormattableString.Invariant($"""
            SELECT peer, arg_max(address, bucket), arg_max(sgt, bucket), client, protocol, server_port, {Measures.Sums}
            FROM ({string.Join(" UNION ALL ", rows)})
            GROUP BY peer, CASE WHEN peer = 0 THEN address ELSE 0::UHUGEINT END, client, protocol, server_port
            HAVING {Measures.Anything} ORDER BY bytes DESC, flows DESC, peer, client, protocol, server_port LIMIT {limit}
            """);
        using var command = values.Command(connection, sql);
        using var reader = command.ExecuteReader();
        var peers = new List<PeerRow>();
        while (reader.Read())
        {
            var peer = new DeviceId(FieldValues.Wide(reader.GetValue(0)));
            var address = FieldValues.Wide(reader.GetValue(1));
            peers.Add(new PeerRow(
                peer.IsNone ? FieldValues.Network(address) ?? "" : peer.ToString(),
                new IpAddr(address).ToString(),
                reader.GetFieldValue<ushort>(2),
                reader.GetBoolean(3) ? "client" : "server",
                reader.GetByte(4),
                reader.GetFieldValue<ushort>(5),
                Measures.Read(reader, 6)));
        }

        return peers;
    }
}
