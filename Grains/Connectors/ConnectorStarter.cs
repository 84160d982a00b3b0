using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Connectors;

/// <summary>
/// Has all connectors running when a silo has started: the first start knows no reminders yet, and the configuration may have changed.
/// </summary>
internal sealed class ConnectorStarter(IGrainFactory grains, TimeProvider time, ILogger<ConnectorStarter> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IConnectorCatalogGrain>(0).StartAll();
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.ConnectorFault(logger, "all", fault.Message);
                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
