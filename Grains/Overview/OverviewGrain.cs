using Clarion.Grains.Interfaces.Overview;

namespace Clarion.Grains.Overview;

/// <summary>What all gateways receive and lose. Like exporters: the newest report of each current run, and the sum of ended runs.</summary>
internal sealed class OverviewGrain([PersistentState("overview")] IPersistentState<OverviewRecord> record, TimeProvider time)
    : Grain, IOverviewGrain
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private bool _dirty;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(SaveAsync, new GrainTimerCreationOptions(SaveInterval, SaveInterval));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveAsync(cancellationToken);

    public Task Report(GatewayReport report)
    {
        _dirty = true;
        record.State = record.State.With(report);
        return Task.CompletedTask;
    }

    public Task<OverviewView> Get() => Task.FromResult(record.State.ToView(time.GetUtcNow()));

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_dirty)
        {
            await record.WriteStateAsync(cancellationToken);
            _dirty = false;
        }
    }
}
