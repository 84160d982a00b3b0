using Clarion.Storage.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Silo.Hosting.Health;

/// <summary>Ready when the store answers; for processes without a collector, which has its own view of the store.</summary>
internal sealed class StoreHealthCheck(IStoreMaintenance store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var summary = await store.SummarizeAsync(cancellationToken).ConfigureAwait(false);
            return summary.Fault is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy($"{summary.Engine} answers.");
        }
        catch (StoreUnavailableException fault)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
    }
}
