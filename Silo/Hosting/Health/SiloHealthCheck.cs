using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Silo.Hosting.Health;

/// <summary>Ready when this silo is an active member of its cluster: not while it joins, and not while it leaves.</summary>
internal sealed class SiloHealthCheck(IClusterMembershipService membership, ILocalSiloDetails silo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var members = membership.CurrentSnapshot.Members;
        var own = members.TryGetValue(silo.SiloAddress, out var member) ? member.Status : SiloStatus.None;
        var active = members.Values.Count(other => other.Status == SiloStatus.Active);
        return Task.FromResult(own == SiloStatus.Active
            ? HealthCheckResult.Healthy(FormattableString.Invariant($"One of {active} active silos."))
            : HealthCheckResult.Unhealthy($"This silo is {own.ToString().ToLowerInvariant()}."));
    }
}
