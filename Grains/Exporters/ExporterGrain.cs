using Clarion.Grains.Interfaces.Exporters;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Exporters;

/// <summary>
/// One exporter over all gateways. Each gateway run reports running totals; the newest of the current run and the sum of the ended ones
/// are kept apart, so that a report may be repeated or lost without harm. What follows from comparing gateways goes into the exporter's history.
/// </summary>
internal sealed class ExporterGrain(
    [PersistentState("exporter")] IPersistentState<ExporterRecord> record,
    [PersistentState("exporter-knowledge")] IPersistentState<ExporterKnowledgeRecord> knowledge,
    IExporterStore history,
    TimeProvider time) : Grain, IExporterGrain
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(15);

    private bool _dirty;
    private bool _hasLearnt;
    private LossCorrections? _inHistory;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(SaveAsync, new GrainTimerCreationOptions(SaveInterval, SaveInterval));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveAsync(cancellationToken);

    public Task Report(ExporterReport report)
    {
        _dirty = true;
        record.State = record.State.With(report, time.GetUtcNow().ToUnixTimeMilliseconds());
        return Task.CompletedTask;
    }

    public Task Share(ExporterKnowledge learnt)
    {
        _hasLearnt = true;
        knowledge.State = knowledge.State.With(learnt);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ExporterKnowledge>> GetKnowledge() => Task.FromResult<IReadOnlyList<ExporterKnowledge>>(knowledge.State.ByGateway);

    public Task<ExporterView?> Get() => Task.FromResult(record.State.ToView());

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_dirty)
        {
            await record.WriteStateAsync(cancellationToken);
            _dirty = false;
        }

        if (_hasLearnt)
        {
            await knowledge.WriteStateAsync(cancellationToken);
            _hasLearnt = false;
        }

        await CorrectHistoryAsync(cancellationToken);
    }

    // After the state, and each minute as a whole: should this process end in between, the next one writes the same once more.
    private async Task CorrectHistoryAsync(CancellationToken cancellationToken)
    {
        if (record.State.Corrections is { Open.Length: > 0 } corrections && !ReferenceEquals(corrections, _inHistory))
        {
            var exporter = record.State.Runs[0].Exporter.ToKey();
            await history.CorrectLossAsync(
                [.. corrections.Open.Select(c => new ExporterLossCorrection(exporter, DateTimeOffset.FromUnixTimeMilliseconds(c.Ms), c.Units))], cancellationToken);
            _inHistory = corrections.Written();
            record.State = record.State with { Corrections = _inHistory };
        }
    }
}
