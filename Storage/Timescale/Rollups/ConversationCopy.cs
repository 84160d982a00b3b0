using Clarion.Storage.Rollups;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Hours;
using Npgsql;

namespace Clarion.Storage.Timescale.Rollups;

/// <summary>Writes the rows of commits by COPY, in binary form.</summary>
internal static class ConversationCopy
{
    private const string Columns =
        "committed_ms, commit_number, batch, bucket, application, client_interface, server_interface, bytes_up, bytes_down, packets_up, packets_down, "
        + "raw_bytes, raw_packets, first_ms, last_ms, flows_up, flows_down, denied_flows, partition, exporter, server_port, vlan, client_sgt, "
        + "server_sgt, protocol, internal, marks, client, server, client_device, server_device";

    private static readonly int ColumnCount = Columns.Split(',').Length;

    /// <summary>Writes all rows.</summary>
    /// <param name="connection">Within the transaction.</param>
    /// <param name="commits">The commits.</param>
    /// <param name="committedMs">Time of the commit, Unix milliseconds.</param>
    /// <param name="batch">Number of the group commit.</param>
    public static void Write(NpgsqlConnection connection, IReadOnlyList<MappedCommit> commits, long committedMs, long batch)
    {
        using var copy = RowCopy.Begin(connection, $"{HourParts.ConversationTableName} ({Columns})");
        foreach (var mapped in commits)
        {
            for (var i = 0; i < mapped.Commit.Conversations.Rows.Count; i++)
            {
                copy.Row(ColumnCount);
                Write(copy, mapped, i, committedMs, batch);
            }
        }

        copy.Complete();
    }

    private static void Write(RowCopy copy, MappedCommit mapped, int row, long committedMs, long batch)
    {
        var commit = mapped.Commit;
        var delta = commit.Conversations.Rows[row];
        var (key, counters) = (delta.Key, delta.Counters);
        copy.Big(committedMs);
        copy.Big(commit.CommitNumber);
        copy.Big(batch);
        copy.Big(key.Bucket);
        copy.Bits(key.Application);
        copy.Big(key.ClientInterface);
        copy.Big(key.ServerInterface);
        Counter(counters.BytesUp);
        Counter(counters.BytesDown);
        Counter(counters.PacketsUp);
        Counter(counters.PacketsDown);
        Counter(counters.RawBytes);
        Counter(counters.RawPackets);
        copy.Big(counters.FirstMs);
        copy.Big(counters.LastMs);
        Counter(counters.FlowsUp);
        Counter(counters.FlowsDown);
        Counter(counters.DeniedFlows);
        copy.Integer(commit.Partition);
        copy.Integer(mapped.Exporters[key.Exporter]);
        copy.Integer(key.ServerPort);
        copy.Integer(key.Vlan);
        copy.Integer(key.ClientSgt);
        copy.Integer(key.ServerSgt);
        copy.Small(key.Protocol);
        copy.Small((short)key.Internal);
        copy.Small((short)key.Marks);
        copy.Wide(key.Client);
        copy.Wide(key.Server);
        copy.Wide(commit.Conversations.ClientDevices[row]);
        copy.Wide(commit.Conversations.ServerDevices[row]);

        void Counter(ulong value) => copy.Big(StoredCounter.Of(delta, value));
    }
}
