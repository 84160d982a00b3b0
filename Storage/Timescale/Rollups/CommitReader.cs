using System.Data.Common;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Rollups;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Rollups;

/// <summary>Reads a partition's commits back, one at a time.</summary>
internal sealed class CommitReader(int partition, IReadOnlyDictionary<int, ExporterKey> exporterKeys)
{
    private const string Columns =
        "bucket, exporter, client, server, client_device, server_device, application, client_interface, server_interface, server_port, vlan, "
        + "client_sgt, server_sgt, protocol, internal, bytes_up, bytes_down, packets_up, packets_down, raw_bytes, raw_packets, first_ms, last_ms, "
        + "flows_up, flows_down, denied_flows, marks";

    /// <summary>The first commit after a number that has rows; null when there is none.</summary>
    public CommittedRows? Read(SqlSession session, long afterCommit)
    {
        var next = session.Scalar<long>(
            "SELECT coalesce(min(commit_number), -1) FROM conversations WHERE partition = $1 AND commit_number > $2", partition, afterCommit);
        return next < 0 ? null : new CommittedRows(next, Rows(session, "commit_number = $2", partition, next));
    }

    /// <summary>Rows of recent commits after a number, or those that have one of some addresses at an end.</summary>
    public ConversationRows ReadAfter(SqlSession session, long afterCommit, IReadOnlyCollection<UInt128>? addresses)
    {
        if (addresses is null)
        {
            return Rows(session, "commit_number > $2 ORDER BY commit_number", partition, afterCommit);
        }

        Guid[] ends = [.. addresses.Select(Unsigned.ToUuid)];
        return Rows(
            session, "commit_number > $2 AND (client = ANY ($3) OR server = ANY ($3)) ORDER BY commit_number", partition, afterCommit, ends);
    }

    private ConversationRows Rows(SqlSession session, string condition, params object[] values)
    {
        var rows = new List<ConversationDelta>();
        var clients = new List<UInt128>();
        var servers = new List<UInt128>();
        var exporters = new List<ExporterKey>();
        var numbers = new Dictionary<int, int>();
        using var reader = session.Query($"SELECT {Columns} FROM conversations WHERE partition = $1 AND {condition}", values);
        while (reader.Read())
        {
            var exporter = reader.GetInt32(1);
            if (!numbers.TryGetValue(exporter, out var number))
            {
                number = numbers[exporter] = exporters.Count;
                exporters.Add(exporterKeys[exporter]);
            }

            rows.Add(new(Key(reader, number), Counters(reader)));
            clients.Add(Wide(reader, 4));
            servers.Add(Wide(reader, 5));
        }

        return new(rows, clients, servers, exporters);
    }

    private static ConversationKey Key(DbDataReader reader, int exporter) => new()
    {
        Bucket = (uint)reader.GetInt64(0),
        Exporter = exporter,
        Client = Wide(reader, 2),
        Server = Wide(reader, 3),
        Application = Unsigned.FromBits(reader.GetInt64(6)),
        ClientInterface = (uint)reader.GetInt64(7),
        ServerInterface = (uint)reader.GetInt64(8),
        ServerPort = (ushort)reader.GetInt32(9),
        Vlan = (ushort)reader.GetInt32(10),
        ClientSgt = (ushort)reader.GetInt32(11),
        ServerSgt = (ushort)reader.GetInt32(12),
        Protocol = (byte)reader.GetInt16(13),
        Internal = (ConversationSides)reader.GetInt16(14),
        Marks = (ConversationMarks)reader.GetInt16(26),
    };

    private static ConversationCounters Counters(DbDataReader reader) => new()
    {
        BytesUp = StoredCounter.Read(reader.GetInt64(15)),
        BytesDown = StoredCounter.Read(reader.GetInt64(16)),
        PacketsUp = StoredCounter.Read(reader.GetInt64(17)),
        PacketsDown = StoredCounter.Read(reader.GetInt64(18)),
        RawBytes = StoredCounter.Read(reader.GetInt64(19)),
        RawPackets = StoredCounter.Read(reader.GetInt64(20)),
        FirstMs = reader.GetInt64(21),
        LastMs = reader.GetInt64(22),
        FlowsUp = (uint)StoredCounter.Read(reader.GetInt64(23)),
        FlowsDown = (uint)StoredCounter.Read(reader.GetInt64(24)),
        DeniedFlows = (uint)StoredCounter.Read(reader.GetInt64(25)),
    };

    private static UInt128 Wide(DbDataReader reader, int column) => Unsigned.FromUuid(reader.GetGuid(column));
}
