using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Dictionaries;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>The flow log: a journal, and tables of at most one day of arrival each, so that retention drops whole tables.</summary>
internal sealed class DuckDbFlowStore(
    DuckDbDatabase database, FlowIntake intake, ExporterDictionary exporterIds, TextDictionary textIds, LaneDictionary laneIds) : IFlowStore
{
    /// <inheritdoc />
    public async Task AppendAsync(IReadOnlyList<LoggedFlows> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        List<LoggedFlows> filled = [.. batches.Where(batch => batch.Flows.Count > 0)];
        if (filled.Count == 0)
        {
            return;
        }

        var lanes = await laneIds.IdsAsync([.. filled.Select(batch => batch.Window.Lane)], cancellationToken).ConfigureAwait(false);
        var rows = new List<FlowRows>(filled.Count);
        try
        {
            foreach (var (window, flows) in filled)
            {
                var exporters = await exporterIds.MapAsync(flows.Exporters, cancellationToken).ConfigureAwait(false);
                var texts = await textIds.MapAsync(flows, cancellationToken).ConfigureAwait(false);
                rows.Add(FlowRows.Of(flows, lanes[window.Lane], window.Sequence, exporters, texts));
            }

            await intake.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            rows.ForEach(batch => batch.Dispose());
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken)
    {
        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync<IReadOnlyList<LanePosition>>(
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
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LoggedFlows> ReadAfterAsync(
        LaneKey lane, long afterSequence, ExporterRegistry exporters, TextTable texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exporters);
        ArgumentNullException.ThrowIfNull(texts);
        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        var known = await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false);
        var page = new FlowPageReader(lane, exporters, texts, known);
        var after = afterSequence;
        while (true)
        {
            var windows = await database.ReadAsync(connection => page.Read(connection, after), cancellationToken).ConfigureAwait(false);
            if (windows.Count == 0)
            {
                yield break;
            }

            foreach (var window in windows)
            {
                after = window.Window.Sequence;
                yield return window;
            }
        }
    }

    /// <inheritdoc />
    public Task<long> CountStoredAsync(CancellationToken cancellationToken) => intake.CountAsync(cancellationToken);
}
