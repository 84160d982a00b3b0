using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Gateway.Http.Health;

/// <summary>How the process is.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">What was asked, by name.</param>
public sealed record HealthModel(string Status, IReadOnlyDictionary<string, HealthCheckModel> Checks);

/// <summary>One answer.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Description">A plain sentence; null when there is nothing to say.</param>
public sealed record HealthCheckModel(string Status, string? Description);

/// <summary><c>/healthz</c> and <c>/readyz</c>.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new HealthModel(Name(HealthStatus.Healthy), new Dictionary<string, HealthCheckModel>(StringComparer.Ordinal))))
            .WithName("isAlive").WithTags("Health").WithSummary("The process answers").AllowAnonymous();
        routes.MapGet("/readyz", ReadyAsync)
            .WithName("isReady").WithTags("Health").WithSummary("The process receives flows and can store them")
            .WithDescription("200 when healthy or degraded, 503 when not.")
            .Produces<HealthModel>(StatusCodes.Status503ServiceUnavailable).AllowAnonymous();
    }

    private static async Task<JsonHttpResult<HealthModel>> ReadyAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(ClarionApi.ReadyTag), cancellationToken).ConfigureAwait(false);
        var model = new HealthModel(
            Name(report.Status),
            report.Entries.ToDictionary(e => e.Key, e => new HealthCheckModel(Name(e.Value.Status), e.Value.Description), StringComparer.Ordinal));
        return TypedResults.Json(
            model, statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
