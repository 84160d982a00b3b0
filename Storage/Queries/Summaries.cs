using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Answers summaries from the tables that fit.</summary>
internal static class Summaries
{
    private const int LargestLimit = 10_000;

    /// <summary>Answers a request.</summary>
    /// <param name="session">Inside a transaction.</param>
    /// <param name="plan">The plan of the request.</param>
    /// <param name="request">The request.</param>
    public static FlowSummary Run(SqlSession session, SummaryPlan plan, SummaryRequest request)
    {
        var source = plan.Family is null
            ? FlowSource.Of(session, request.Range)
            : RollupSource.Of(session, plan.Family, request.Range, request.Step);
        var limit = Math.Clamp(request.Limit, 0, LargestLimit);
        var answer = Sum(session, source, plan.Dimensions, request.Filter, request.Step, limit);

        // Devices and pairs of them leave out or count twice what the total must count once.
        if (request.By.Count == 0 || (plan.Family != RollupFamilies.DeviceUsage && plan.Family != RollupFamilies.DevicePairs))
        {
            return answer;
        }

        var once = Sum(
            session, RollupSource.Of(session, RollupFamilies.SwitchUsage, request.Range, request.Step), [], null, request.Step, 0);
        return answer with { Total = once.Total, Points = once.Points };
    }

    private static FlowSummary Sum(
        SqlSession session, SummarySource source, IReadOnlyList<FilterField> by, FilterExpression? filter, TimeSpan? step, int limit)
    {
        var values = new SqlValues(session.Dialect);
        var condition = new FilterSql(source.Columns, values, $"summaries from {source.Name}").Condition(filter);
        Dimension[] dimensions = [.. by.Select((field, number) => new Dimension(field, source.Columns(field)![0], number))];
        return new SummaryQuery(source, dimensions, condition, values).Run(session, step, limit);
    }
}
