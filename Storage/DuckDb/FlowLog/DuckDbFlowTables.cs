using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>The flow log in tables of at most one day of arrival each, so that retention drops whole tables.</summary>
internal sealed class DuckDbFlowTables(DuckDbDatabase database) : IFlowTables
{
    /// <inheritdoc />
    public Task<JournalPosition> GetPositionAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => new JournalPosition(Counter(connection, "journal"), Counter(connection, "store")), cancellationToken);

    /// <inheritdoc />
    public Task InsertAsync(long number, IReadOnlyList<FlowRows> batches, CancellationToken cancellationToken) =>
        database.WriteAsync(WriterLane.Flows, connection => Insert(connection, number, batches), cancellationToken);

    /// <inheritdoc />
    public Task<(long Rows, long Applied)> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => (connection.Scalar<long>("SELECT coalesce(sum(\"rows\"), 0)::BIGINT FROM flow_days"), Counter(connection, "journal")),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LanePosition>>(
        connection =>
        {
            var lanes = new List<LanePosition>();
            using var reader = connection.Query(
                "SELECT gateway, epoch, worker, last_sequence FROM lanes WHERE last_sequence > 0 ORDER BY epoch, gateway, worker");
            while (reader.Read())
            {
                lanes.Add(new(new LaneKey(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)), reader.GetInt64(3)));
            }

            return lanes;
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<LoggedFlows>> ReadPageAsync(
        LaneKey lane, long after, ExporterRegistry exporters, TextTable texts, IReadOnlyDictionary<int, ExporterKey> exporterKeys,
        CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => new FlowPageReader(lane, exporters, texts, exporterKeys).Read(connection, after), cancellationToken).ConfigureAwait(false);

    private static long Counter(DuckDBConnection connection, string name) =>
        connection.Scalar<long>("SELECT value FROM store_counters WHERE name = $1", name);

    private static void Insert(DuckDBConnection connection, long number, IReadOnlyList<FlowRows> batches)
    {
        // A commit whose outcome was unknown may have gone through.
        if (number <= Counter(connection, "journal"))
        {
            return;
        }

        if (batches.Count > 0)
        {
            var columns = batches.Aggregate(default(ColumnSet), (set, batch) => set.Union(batch.Columns));
            using var appender = new FlowAppender(connection, columns);
            foreach (var batch in batches)
            {
                appender.Append(batch);
            }

            appender.Complete();
        }

        foreach (var lane in batches.GroupBy(batch => batch.Lane))
        {
            connection.Execute(
                "UPDATE lanes SET last_sequence = greatest(last_sequence, $2) WHERE id = $1", lane.Key, lane.Max(batch => batch.Sequence));
        }

        connection.Execute("UPDATE store_counters SET value = $1 WHERE name = 'journal'", number);
    }
}
