using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Hours;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>The flow log in the table <c>flows</c>. The ledger <c>journals</c> keeps a journal file from being stored twice.</summary>
internal sealed class TimescaleFlowTables(TimescaleDatabase database, IOptions<TimescaleOptions> options) : IFlowTables, IDisposable
{
    private JournalOwner? _owner;

    /// <summary>Takes possession of the journal. Must complete before any other call.</summary>
    /// <exception cref="StoreUnavailableException">The directory is used by another process, or cannot be written.</exception>
    public void Open() => _owner ??= JournalOwner.Open(options.Value.DataDirectory);

    /// <summary>Gives the journal free.</summary>
    public void Close()
    {
        _owner?.Dispose();
        _owner = null;
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    /// <inheritdoc />
    public Task<JournalPosition> GetPositionAsync(CancellationToken cancellationToken)
    {
        var id = Id();
        return database.ReadAsync(
            session => new JournalPosition(Applied(session, id), session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'store'")),
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task InsertAsync(long number, IReadOnlyList<FlowRows> batches, CancellationToken cancellationToken)
    {
        var id = Id();
        var hours = FlowHours.Of(batches);
        await database.WriteFlowsAsync(
            session =>
            {
                database.Hours.Open(session, HourParts.FlowTableName, hours.Keys);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await database.WriteFlowsAsync(session => Insert(session, id, number, batches, hours), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<(long Rows, long Applied)> CountAsync(CancellationToken cancellationToken)
    {
        var id = Id();
        return database.ReadAsync(
            session => (session.Scalar<long>("SELECT coalesce(sum(rows + gone), 0)::bigint FROM flow_hours"), Applied(session, id)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LanePosition>>(
        session =>
        {
            var lanes = new List<LanePosition>();
            using var reader = session.Query(
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
            session => new FlowPage(lane, exporters, texts, exporterKeys).Read(session, after), cancellationToken).ConfigureAwait(false);

    private static long Applied(SqlSession session, Guid journal)
    {
        using var reader = session.Query("SELECT applied FROM journals WHERE id = $1", journal);
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    private static bool Insert(SqlSession session, Guid journal, long number, IReadOnlyList<FlowRows> batches, IReadOnlyDictionary<int, FlowHours> hours)
    {
        // A commit whose outcome was unknown may have gone through. The row is locked: a rival on the same journal waits, and then sees it.
        session.Execute("INSERT INTO journals (id, applied, applied_at) VALUES ($1, 0, now()) ON CONFLICT DO NOTHING", journal);
        if (session.Execute("UPDATE journals SET applied = $2, applied_at = now() WHERE id = $1 AND applied < $2", journal, number) == 0)
        {
            return false;
        }

        if (batches.Count > 0)
        {
            FlowCopy.Write((NpgsqlConnection)session.Connection, batches);
        }

        FlowHours.Write(session, hours);
        LaneHours.Write(session, batches);
        return true;
    }

    private Guid Id() => _owner?.Id ?? throw new StoreUnavailableException("The store is closed.");
}
