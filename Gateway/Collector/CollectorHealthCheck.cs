using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Gateway.Collector;

/// <summary>Ready when every port is open, what an earlier run left is told, and the flow log takes writes.</summary>
public sealed class CollectorHealthCheck(CollectorStatus status) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status switch
        {
            { IsListening: false } => HealthCheckResult.Unhealthy("The collector is not listening yet."),
            { ReceiveFault: { } fault } => HealthCheckResult.Unhealthy(fault),
            { StoreFault: { } fault } => HealthCheckResult.Unhealthy(fault),
            { IsCaughtUp: false } => HealthCheckResult.Degraded("Replaying flows of an earlier run into the rollups."),
            _ => HealthCheckResult.Healthy(FormattableString.Invariant($"Listening on {string.Join(" and ", status.Ports)}.")),
        });
}
