using Clarion.Storage.Contracts;

namespace Clarion.Silo.Hosting;

/// <summary>Opens the store first and closes it last; in between it has rollups made and retention enforced.</summary>
internal sealed class StoreService(IStoreMaintenance store, TimeProvider time, ILogger<StoreService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await store.CloseAsync(CancellationToken.None).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await MaintainAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task MaintainAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.MaintainAsync(time.GetUtcNow(), stoppingToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault)
        {
            HostLog.UpkeepPostponed(logger, fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            HostLog.UpkeepFailed(logger, fault);
        }
    }
}
