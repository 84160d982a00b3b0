using System.Globalization;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Rollups;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>Reads a partition's commits back, one at a time.</summary>
internal sealed class CommitReader(int partition, IReadOnlyDictionary<int, ExporterKey> exporterKeys)
{
    // Days of commits: today's and the one before.
    private const int RecentDays = 2;

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

    /// <summary>Rows of recent commits after a number, or those that have one of some addresses at an end.</summary>
    public ConversationRows ReadAfter(DuckDBConnection connection, long afterCommit, IReadOnlyCollection<UInt128>? addresses)
    {
        var tables = ConversationDays.Read(connection).Select(day => day.Relation).TakeLast(RecentDays).ToList();
        if (tables.Count == 0)
        {
            return new ConversationRows([], [], [], []);
        }

        var list = addresses is null ? "" : string.Join(", ", addresses.Select(a => a.ToString(CultureInfo.InvariantCulture) + "::UHUGEINT"));
        var condition = addresses is null ? "true" : addresses.Count == 0 ? "false" : $"(client IN ({list}) OR server IN ({list}))";
        return Rows(connection, $"SELECT * FROM ({Union(tables, ConversationTable.Columns, ">", afterCommit)}) WHERE {condition} ORDER BY commit_number");
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
        Marks = (ConversationMarks)reader.Column<ushort>(27)[row],
    };

    private static ConversationCounters Counters(ChunkReader reader, int row) => new()
    {
        BytesUp = StoredCounter.Read(reader.Column<long>(16)[row]),
        BytesDown = StoredCounter.Read(reader.Column<long>(17)[row]),
        PacketsUp = StoredCounter.Read(reader.Column<long>(18)[row]),
        PacketsDown = StoredCounter.Read(reader.Column<long>(19)[row]),
        RawBytes = StoredCounter.Read(reader.Column<long>(20)[row]),
        RawPackets = StoredCounter.Read(reader.Column<long>(21)[row]),
        FirstMs = reader.Column<long>(22)[row],
        LastMs = reader.Column<long>(23)[row],
        FlowsUp = (uint)StoredCounter.Read(reader.Column<long>(24)[row]),
        FlowsDown = (uint)StoredCounter.Read(reader.Column<long>(25)[row]),
        DeniedFlows = (uint)StoredCounter.Read(reader.Column<long>(26)[row]),
    };
}
