using System.Globalization;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>Reads a partition's commits back, one at a time.</summary>
internal sealed class CommitReader(int partition, IReadOnlyDictionary<int, ExporterKey> exporterKeys)
{
    /// <summary>The first commit after a number that has rows; null when there is none.</summary>
    public CommittedRows? Read(DuckDBConnection connection, long afterCommit)
    {
        var tables = ConversationDays.Read(connection).Select(day => day.Relation).ToList();
        if (tables.Count == 0)
        {
            return null;
        }

        var next = connection.Scalar<long>(
            $"SELECT coalesce(min(commit_number), -1)::BIGINT FROM ({Union(tables, "commit_number", ">", afterCommit)})");
        return next < 0 ? null : new CommittedRows(next, Rows(connection, Union(tables, ConversationTable.Columns, "=", next)));
    }

    private string Union(List<string> tables, string columns, string comparison, long commit) =>
        string.Join(
            " UNION ALL ",
            tables.Select(table => string.Create(
                CultureInfo.InvariantCulture, $"SELECT {columns} FROM {table} WHERE partition = {partition} AND commit_number {comparison} {commit}")));

    private ConversationRows Rows(DuckDBConnection connection, string sql)
    {
        var rows = new List<ConversationDelta>();
        var clients = new List<UInt128>();
        var servers = new List<UInt128>();
        var exporters = new List<ExporterKey>();
        var numbers = new Dictionary<int, int>();
        using var reader = new ChunkReader(connection, sql);
        while (reader.Next())
        {
            var first = rows.Count;
            var exporter = reader.Column<int>(2);
            for (var i = 0; i < reader.Rows; i++)
            {
                if (!numbers.TryGetValue(exporter[i], out var number))
                {
                    number = numbers[exporter[i]] = exporters.Count;
                    exporters.Add(exporterKeys[exporter[i]]);
                }

                rows.Add(new(Key(reader, i, number), Counters(reader, i)));
            }

            clients.AddRange(reader.Column<UInt128>(5));
            servers.AddRange(reader.Column<UInt128>(6));
        }

        return new(rows, clients, servers, exporters);
    }

    private static ConversationKey Key(ChunkReader reader, int row, int exporter) => new()
    {
        Bucket = reader.Column<uint>(1)[row],
        Exporter = exporter,
        Client = reader.Column<UInt128>(3)[row],
        Server = reader.Column<UInt128>(4)[row],
        Application = reader.Column<ulong>(7)[row],
        ClientInterface = reader.Column<uint>(8)[row],
        ServerInterface = reader.Column<uint>(9)[row],
        ServerPort = reader.Column<ushort>(10)[row],
        Vlan = reader.Column<ushort>(11)[row],
        ClientSgt = reader.Column<ushort>(12)[row],
        ServerSgt = reader.Column<ushort>(13)[row],
        Protocol = reader.Column<byte>(14)[row],
        Internal = (ConversationSides)reader.Column<byte>(15)[row],
    };

    private static ConversationCounters Counters(ChunkReader reader, int row) => new()
    {
        BytesUp = reader.Column<ulong>(16)[row],
        BytesDown = reader.Column<ulong>(17)[row],
        PacketsUp = reader.Column<ulong>(18)[row],
        PacketsDown = reader.Column<ulong>(19)[row],
        RawBytes = reader.Column<ulong>(20)[row],
        RawPackets = reader.Column<ulong>(21)[row],
        FirstMs = reader.Column<long>(22)[row],
        LastMs = reader.Column<long>(23)[row],
        FlowsUp = reader.Column<uint>(24)[row],
        FlowsDown = reader.Column<uint>(25)[row],
        DeniedFlows = reader.Column<uint>(26)[row],
    };
}
