using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;

namespace Clarion.Storage.FlowLog;

/// <summary>The flow log: a journal, and tables that take it over.</summary>
internal sealed class FlowStore(
    IFlowTables tables, FlowIntake intake, ExporterDictionary exporterIds, TextDictionary textIds, LaneDictionary laneIds) : IFlowStore
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
        return await tables.GetLanesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LoggedFlows> ReadAfterAsync(
        LaneKey lane, long afterSequence, ExporterRegistry exporters, TextTable texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exporters);
        ArgumentNullException.ThrowIfNull(texts);
        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        var known = await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false);
        var after = afterSequence;
        while (true)
        {
            var windows = await tables.ReadPageAsync(lane, after, exporters, texts, known, cancellationToken).ConfigureAwait(false);
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
