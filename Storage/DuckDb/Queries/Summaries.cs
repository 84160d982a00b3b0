using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.DuckDb.Upkeep;
using Clarion.Storage.Filters;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Answers summaries from the tables that fit.</summary>
internal static class Summaries
{
    private const int LargestLimit = 10_000;

    /// <summary>Answers a request.</summary>
    /// <param name="connection">A connection inside a transaction.</param>
    /// <param name="plan">The plan of the request.</param>
    /// <param name="request">The request.</param>
    public static FlowSummary Run(DuckDBConnection connection, SummaryPlan plan, SummaryRequest request)
    {
        var source = plan.Family is null
            ? FlowSource.Of(connection, request.Range)
            : RollupSource.Of(connection, plan.Family, request.Range, request.Step);
        var limit = Math.Clamp(request.Limit, 0, LargestLimit);
        var answer = Sum(connection, source, plan.Dimensions, request.Filter, request.Step, limit);

        // Devices and pairs of them leave out or count twice what the total must count once.
        if (request.By.Count == 0 || (plan.Family != RollupFamilies.DeviceUsage && plan.Family != RollupFamilies.DevicePairs))
        {
            return answer;
        }

        var once = Sum(
            connection, RollupSource.Of(connection, RollupFamilies.SwitchUsage, request.Range, request.Step), [], null, request.Step, 0);
        return answer with { Total = once.Total, Points = once.Points };
    }

    private static FlowSummary Sum(
        DuckDBConnection connection, SummarySource source, IReadOnlyList<FilterField> by, FilterExpression? filter, TimeSpan? step, int limit)
    {
        var values = new SqlValues();
        var condition = new FilterSql(source.Columns, values, $"summaries from {source.Name}").Condition(filter);
        Dimension[] dimensions = [.. by.Select((field, number) => new Dimension(field, source.Columns(field)![0], number))];
        return new SummaryQuery(source, dimensions, condition, values).Run(connection, step, limit);
    }
}
