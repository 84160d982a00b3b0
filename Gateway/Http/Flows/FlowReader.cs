using System.Globalization;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Flows;

/// <summary>Answers <c>/flows</c> and <c>/flows/summary</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class FlowReader(IFlowQueries queries, FilterReader filters, TimeProvider time)
{
    private const int MaxDimensions = 4;
    private const int MaxPoints = 10_000;
    private static readonly TimeSpan MinStep = TimeSpan.FromSeconds(1);

    /// <summary>Raw flows, newest first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public async Task<Listing<IReadOnlyDictionary<string, object?>>> ListAsync(
        string? from, string? to, string? q, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var filter = filters.ReadOptional(q);
        var page = await Cursors.ReadAsync(
            cursor, c => queries.FlowsAsync(range, filter, QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return new Listing<IReadOnlyDictionary<string, object?>>([.. page.Items.Select(Named)], page.Next);
    }

    /// <summary>Totals, groups and series.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="FilterException">The filter cannot be understood.</exception>
    public async Task<FlowSummaryModel> SummarizeAsync(
        string? from, string? to, string? q, string? by, string? step, string? limit, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var request = new SummaryRequest(range, filters.ReadOptional(q), Dimensions(by), Step(step, range), QueryText.Limit(limit));
        try
        {
            var summary = await queries.SummarizeAsync(request, cancellationToken).ConfigureAwait(false);
            return new FlowSummaryModel(summary, request.By);
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
            : throw new BadParameterException(
                "step", string.Create(CultureInfo.InvariantCulture, $"step is '{text}', which makes more than {MaxPoints} points of this range."));
    }
}
