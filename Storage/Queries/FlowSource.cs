using Clarion.Storage.Biflows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>Raw flows as the source of a summary.</summary>
internal static class FlowSource
{
    /// <summary>The flows that ended within a range.</summary>
    public static SummarySource Of(SqlSession session, TimeRange range)
    {
        var (from, to) = (range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds());
        return new SummarySource(
            "flows",
            range,
            [.. BiflowParts.WithRaw(session).Where(part => part.MaxEndMs >= from && part.MinEndMs < to)
                .Select(part => FormattableString.Invariant($"{part.Relation} AS f WHERE end_ms >= {from} AND end_ms < {to}"))],
            Measures.OfFlows(session.Dialect),
            "((end_ms - end_ms % 1000) / 1000)::BIGINT",
            0,
            FlowColumns.Of);
    }
}
