using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary><c>/flows/export</c> and <c>/flows/summary/export</c>.</summary>
internal static class ExportEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void MapFlowExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/flows/export", FlowsAsync).WithName("exportFlows").WithTags("Flows")
            .WithSummary("Raw flows as a file")
            .WithDescription("Newest first, as they are read, for at most ten minutes. A file that breaks off is not whole.")
            .IsFile();
        routes.MapGet("/flows/summary/export", SummaryAsync).WithName("exportSummary").WithTags("Flows")
            .WithSummary("Groups of flows as a file")
            .WithDescription("The rows of the summary: a column per dimension, then the measures.")
            .IsFile();
    }

    private static void IsFile(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<IReadOnlyList<Dictionary<string, object?>>>(StatusCodes.Status200OK, "application/json", "text/csv", "application/vnd.apache.parquet")
        .WithRequestTimeout(Longest)
        .RequireRateLimiting(EndpointConventions.ExportLimit)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static async Task<IResult> FlowsAsync(
        string? format, string? from, string? to, string? q, string? columns, string? rows, FlowExport export, CancellationToken cancellationToken) =>
        await export.FlowsAsync(format, from, to, q, columns, rows, cancellationToken).ConfigureAwait(false);

    private static async Task<IResult> SummaryAsync(
        string? format, string? from, string? to, string? q, string? by, string? limit, FlowExport export, CancellationToken cancellationToken) =>
        await export.SummaryAsync(format, from, to, q, by, limit, cancellationToken).ConfigureAwait(false);
}
