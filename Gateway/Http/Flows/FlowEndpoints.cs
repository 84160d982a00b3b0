using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Flows;

/// <summary><c>/flows</c> and <c>/flows/summary</c>.</summary>
internal static class FlowEndpoints
{
    private const int MaxDimensions = 4;
    private const int MaxPoints = 10_000;
    private static readonly TimeSpan MinStep = TimeSpan.FromSeconds(1);

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

    private static async Task<Ok<Listing<Dictionary<string, object?>>>> ListAsync(
        string? from, string? to, string? q, string? limit, string? cursor,
        IFlowQueries queries, FilterReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var filter = reader.ReadOptional(q);
        var page = await Cursors.ReadAsync(
            cursor, c => queries.FlowsAsync(range, filter, QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<Dictionary<string, object?>>([.. page.Items.Select(Named)], page.Next));
    }

    private static async Task<Ok<FlowSummaryModel>> SummarizeAsync(
        string? from, string? to, string? q, string? by, string? step, string? limit,
        IFlowQueries queries, FilterReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var request = new SummaryRequest(range, reader.ReadOptional(q), Dimensions(by), Step(step, range), QueryText.Limit(limit));
        try
        {
            var summary = await queries.SummarizeAsync(request, cancellationToken).ConfigureAwait(false);
            return TypedResults.Ok(new FlowSummaryModel(summary, request.By));
        }
        catch (FilterException fault) when (request.Filter is null)
        {
            throw new BadParameterException("by", fault.Message);
        }
    }

    private static Dictionary<string, object?> Named(FlowRecord flow)
    {
        var values = new Dictionary<string, object?>(flow.Values.Count, StringComparer.Ordinal);
        foreach (var (name, value) in flow.Values)
        {
            values[name] = value;
        }

        return values;
    }

    private static string[] Dimensions(string? by)
    {
        if (string.IsNullOrWhiteSpace(by))
        {
            return [];
        }

        string[] dimensions = [.. by.Split(',', StringSplitOptions.TrimEntries).Select(d => d.ToLowerInvariant())];
        return dimensions.Length <= MaxDimensions
            && dimensions.All(d => d.Length > 0)
            && dimensions.Distinct(StringComparer.Ordinal).Count() == dimensions.Length
            ? dimensions
            : throw new BadParameterException("by", $"by is '{by}'; expected one to four different dimensions, separated by commas, such as src.sgt,dst.sgt.");
    }

    private static TimeSpan? Step(string? text, TimeRange range)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!DurationExpression.TryParse(text, out var step) || step < MinStep)
        {
            throw new BadParameterException("step", $"step is '{text}'; expected a length of time of at least 1s, such as 5m, 1h or PT5M.");
        }

        return (range.To - range.From) / step <= MaxPoints
            ? step
            : throw new BadParameterException("step", FormattableString.Invariant($"step is '{text}', which makes more than {MaxPoints} points of this range."));
    }
}
