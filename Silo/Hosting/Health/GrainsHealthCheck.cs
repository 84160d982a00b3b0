using Clarion.Grains.Interfaces.Overview;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Silo.Hosting.Health;

/// <summary>Whether grains answer, for a process that has none. A collector goes on without them, so they do not make it unready.</summary>
internal sealed class GrainsHealthCheck(IGrainFactory grains, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IOverviewGrain>(0).Get().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("Grains answer.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"No silo answers: {fault.Message}");
        }
    }
}
