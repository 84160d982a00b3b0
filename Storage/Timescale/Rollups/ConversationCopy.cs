using Clarion.Storage.Rollups;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Queries;
using Npgsql;
using NpgsqlTypes;

namespace Clarion.Storage.Timescale.Rollups;

/// <summary>Writes the rows of commits by COPY, in binary form.</summary>
internal static class ConversationCopy
{
    private const string Columns =
        "committed_ms, commit_number, batch, bucket, application, client_interface, server_interface, bytes_up, bytes_down, packets_up, packets_down, "
        + "raw_bytes, raw_packets, first_ms, last_ms, flows_up, flows_down, denied_flows, partition, exporter, server_port, vlan, client_sgt, "
        + "server_sgt, protocol, internal, marks, client, server, client_device, server_device";

    /// <summary>Writes all rows.</summary>
    /// <param name="connection">Within the transaction.</param>
    /// <param name="commits">The commits.</param>
    /// <param name="committedMs">Time of the commit, Unix milliseconds.</param>
    /// <param name="batch">Number of the group commit.</param>
    public static void Write(NpgsqlConnection connection, IReadOnlyList<MappedCommit> commits, long committedMs, long batch)
    {
        using var writer = connection.BeginBinaryImport($"COPY {HourParts.ConversationTableName} ({Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var mapped in commits)
        {
            for (var i = 0; i < mapped.Commit.Conversations.Rows.Count; i++)
            {
                writer.StartRow();
                Write(writer, mapped, i, committedMs, batch);
            }
        }

        writer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter writer, MappedCommit mapped, int row, long committedMs, long batch)
    {
        var commit = mapped.Commit;
        var delta = commit.Conversations.Rows[row];
        var (key, counters) = (delta.Key, delta.Counters);
        Bigint(committedMs);
        Bigint(commit.CommitNumber);
        Bigint(batch);
        Bigint(key.Bucket);
        Bits(key.Application);
        Bigint(key.ClientInterface);
        Bigint(key.ServerInterface);
        Counter(counters.BytesUp);
        Counter(counters.BytesDown);
        Counter(counters.PacketsUp);
        Counter(counters.PacketsDown);
        Counter(counters.RawBytes);
        Counter(counters.RawPackets);
        Bigint(counters.FirstMs);
        Bigint(counters.LastMs);
        Counter(counters.FlowsUp);
        Counter(counters.FlowsDown);
        Counter(counters.DeniedFlows);
        Integer(commit.Partition);
        Integer(mapped.Exporters[key.Exporter]);
        Integer(key.ServerPort);
        Integer(key.Vlan);
        Integer(key.ClientSgt);
        Integer(key.ServerSgt);
        writer.Write((short)key.Protocol, NpgsqlDbType.Smallint);
        writer.Write((short)key.Internal, NpgsqlDbType.Smallint);
        writer.Write((short)key.Marks, NpgsqlDbType.Smallint);
        Wide(key.Client);
        Wide(key.Server);
        Wide(commit.Conversations.ClientDevices[row]);
        Wide(commit.Conversations.ServerDevices[row]);

        void Counter(ulong value) => Bigint(StoredCounter.Of(delta, value));

        void Bigint(long value) => writer.Write(value, NpgsqlDbType.Bigint);

        void Bits(ulong value) => writer.Write(Unsigned.ToBits(value), NpgsqlDbType.Bigint);

        void Integer(int value) => writer.Write(value, NpgsqlDbType.Integer);

        void Wide(UInt128 value) => writer.Write(Unsigned.ToUuid(value), NpgsqlDbType.Uuid);
    }
}
