using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Flows;

/// <summary><c>/flows</c> and <c>/flows/summary</c>.</summary>
internal static class FlowEndpoints
{
    public static void MapFlows(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/flows", ListAsync).WithName("listFlows").WithTags("Flows")
            .WithSummary("Raw flows, newest first")
            .WithDescription("One-way flows as they were exported, by the time of their end. Values that an exporter did not report are left out.")
            .QueriesStore();
        routes.MapGet("/flows/summary", SummarizeAsync).WithName("summarizeFlows").WithTags("Flows")
            .WithSummary("Totals, groups and time series of flows")
            .WithDescription("Answered from the smallest table that can: rollups in whole buckets, else raw flows. `source` names it, `from` and `to` say what was summed.")
            .QueriesStore();
    }

    private static async Task<Ok<Listing<IReadOnlyDictionary<string, object?>>>> ListAsync(
        string? from, string? to, string? q, string? limit, string? cursor, FlowReader flows, CancellationToken cancellationToken) =>
        TypedResults.Ok(await flows.ListAsync(from, to, q, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<FlowSummaryModel>> SummarizeAsync(
        string? from, string? to, string? q, string? by, string? step, string? limit, FlowReader flows, CancellationToken cancellationToken) =>
        TypedResults.Ok(await flows.SummarizeAsync(from, to, q, by, step, limit, cancellationToken).ConfigureAwait(false));
}
