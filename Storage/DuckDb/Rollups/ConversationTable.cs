using Clarion.Correlation.Conversations;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Rollups;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>
/// The layout of a table <c>conversations_yyyymmdd</c>: rows exactly as partitions committed them. Counters of withdrawn rows are negative, so that sums
/// need not know of them.
/// </summary>
internal static class ConversationTable
{
    private const string Layout =
        """
        (partition INTEGER NOT NULL, commit_number BIGINT NOT NULL, batch BIGINT NOT NULL, bucket UINTEGER NOT NULL, exporter INTEGER NOT NULL,
        client UHUGEINT NOT NULL, server UHUGEINT NOT NULL, client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL,
        application UBIGINT NOT NULL, client_interface UINTEGER NOT NULL, server_interface UINTEGER NOT NULL, server_port USMALLINT NOT NULL,
        vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, protocol UTINYINT NOT NULL,
        internal UTINYINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL,
        packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, first_ms BIGINT NOT NULL,
        last_ms BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL, marks USMALLINT NOT NULL)
        """;

    // Counters that the new type cannot hold are cut, as those of rollups are.
    private const string Settled =
        "partition, commit_number, batch, bucket, exporter, client, server, client_device, server_device, application, client_interface, server_interface, "
        + "server_port, vlan, client_sgt, server_sgt, protocol, internal, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), "
        + "least(packets_up, 9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), "
        + "least(raw_packets, 9223372036854775807), first_ms, last_ms, flows_up, flows_down, denied_flows, 8";

    /// <summary>Columns in order; readers name them so.</summary>
    public const string Columns =
        "commit_number, bucket, exporter, client, server, client_device, server_device, application, client_interface, server_interface, "
        + "server_port, vlan, client_sgt, server_sgt, protocol, internal, bytes_up, bytes_down, packets_up, packets_down, raw_bytes, raw_packets, "
        + "first_ms, last_ms, flows_up, flows_down, denied_flows, marks";

    /// <summary>The table of a day, created when missing.</summary>
    public static string Ensure(DuckDBConnection connection, int day)
    {
        var table = DayTable.Name(ConversationDays.Family, day);
        connection.Execute($"CREATE TABLE IF NOT EXISTS {table} {Layout}");
        return table;
    }

    /// <summary>Brings tables that were made before rows could be withdrawn to this layout, within the transaction of migration 4.</summary>
    public static void Upgrade(DuckDBConnection connection)
    {
        foreach (var day in ConversationDays.Read(connection))
        {
            connection.Execute($"ALTER TABLE {day.Relation} RENAME TO conversations_before");
            connection.Execute($"CREATE TABLE {day.Relation} {Layout}");
            connection.Execute($"INSERT INTO {day.Relation} SELECT {Settled} FROM conversations_before");
            connection.Execute("DROP TABLE conversations_before");
        }
    }

    /// <summary>The rows of a commit. Partitions hand over a part of an array, which is not copied.</summary>
    public static ReadOnlySpan<ConversationDelta> RowsOf(PartitionCommit commit) =>
        commit.Conversations.Rows is ArraySegment<ConversationDelta> part ? part : commit.Conversations.Rows.ToArray();

    /// <summary>Appends the rows of a commit.</summary>
    /// <param name="appender">Open on a table of this layout.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="exporters">Id by index of its exporter list.</param>
    /// <param name="batch">Number of the group commit.</param>
    public static void Append(ChunkAppender appender, PartitionCommit commit, int[] exporters, long batch)
    {
        var rows = RowsOf(commit);
        for (var first = 0; first < rows.Length; first += ChunkAppender.MaxRows)
        {
            var count = Math.Min(ChunkAppender.MaxRows, rows.Length - first);
            Fill(appender, rows.Slice(first, count), commit, first, exporters, batch);
            appender.Append(count);
        }
    }

    private static void Fill(
        ChunkAppender appender, ReadOnlySpan<ConversationDelta> rows, PartitionCommit commit, int first, int[] exporters, long batch)
    {
        var count = rows.Length;
        appender.Column<int>(0, count).Fill(commit.Partition);
        appender.Column<long>(1, count).Fill(commit.CommitNumber);
        appender.Column<long>(2, count).Fill(batch);
        Column(appender, 3, rows, static (in ConversationDelta row) => row.Key.Bucket);
        var exporter = appender.Column<int>(4, count);
        var clientDevice = appender.Column<UInt128>(7, count);
        var serverDevice = appender.Column<UInt128>(8, count);
        for (var i = 0; i < count; i++)
        {
            exporter[i] = exporters[rows[i].Key.Exporter];
            clientDevice[i] = commit.Conversations.ClientDevices[first + i];
            serverDevice[i] = commit.Conversations.ServerDevices[first + i];
        }

        Column(appender, 5, rows, static (in ConversationDelta row) => row.Key.Client);
        Column(appender, 6, rows, static (in ConversationDelta row) => row.Key.Server);
        Column(appender, 9, rows, static (in ConversationDelta row) => row.Key.Application);
        Column(appender, 10, rows, static (in ConversationDelta row) => row.Key.ClientInterface);
        Column(appender, 11, rows, static (in ConversationDelta row) => row.Key.ServerInterface);
        Column(appender, 12, rows, static (in ConversationDelta row) => row.Key.ServerPort);
        Column(appender, 13, rows, static (in ConversationDelta row) => row.Key.Vlan);
        Column(appender, 14, rows, static (in ConversationDelta row) => row.Key.ClientSgt);
        Column(appender, 15, rows, static (in ConversationDelta row) => row.Key.ServerSgt);
        Column(appender, 16, rows, static (in ConversationDelta row) => row.Key.Protocol);
        Column(appender, 17, rows, static (in ConversationDelta row) => (byte)row.Key.Internal);
        Column(appender, 18, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.BytesUp));
        Column(appender, 19, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.BytesDown));
        Column(appender, 20, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.PacketsUp));
        Column(appender, 21, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.PacketsDown));
        Column(appender, 22, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.RawBytes));
        Column(appender, 23, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.RawPackets));
        Column(appender, 24, rows, static (in ConversationDelta row) => row.Counters.FirstMs);
        Column(appender, 25, rows, static (in ConversationDelta row) => row.Counters.LastMs);
        Column(appender, 26, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.FlowsUp));
        Column(appender, 27, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.FlowsDown));
        Column(appender, 28, rows, static (in ConversationDelta row) => StoredCounter.Of(row, row.Counters.DeniedFlows));
        Column(appender, 29, rows, static (in ConversationDelta row) => (ushort)row.Key.Marks);
    }

    private delegate T Field<out T>(in ConversationDelta row);

    private static void Column<T>(ChunkAppender appender, int column, ReadOnlySpan<ConversationDelta> rows, Field<T> field)
        where T : unmanaged
    {
        var target = appender.Column<T>(column, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            target[i] = field(rows[i]);
        }
    }
}
