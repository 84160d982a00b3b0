using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Grains.Exporters;

/// <summary>
/// One exporter over all gateways. Each gateway run reports running totals; the newest of the current run and the sum of the ended ones
/// are kept apart, so that a report may be repeated or lost without harm.
/// </summary>
internal sealed class ExporterGrain(
    [PersistentState("exporter")] IPersistentState<ExporterRecord> record,
    [PersistentState("exporter-knowledge")] IPersistentState<ExporterKnowledgeRecord> knowledge) : Grain, IExporterGrain
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(15);

    private bool _dirty;
    private bool _hasLearnt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(SaveAsync, new GrainTimerCreationOptions(SaveInterval, SaveInterval));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveAsync(cancellationToken);

    public Task Report(ExporterReport report)
    {
        _dirty = true;
        record.State = record.State.With(report);
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
    }
}
