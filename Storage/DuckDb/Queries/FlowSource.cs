using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Queries.Sql;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Raw flows as the source of a summary.</summary>
internal static class FlowSource
{
    /// <summary>The flows that ended within a range.</summary>
    public static SummarySource Of(DuckDBConnection connection, TimeRange range)
    {
        var (from, to) = (range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds());
        return new SummarySource(
            "flows",
            range,
            [.. FlowDays.Read(connection).Where(part => part.MaxEndMs >= from && part.MinEndMs < to)
                .Select(part => FormattableString.Invariant($"{part.Relation} WHERE end_ms >= {from} AND end_ms < {to}"))],
            Measures.OfFlows,
            "end_ms // 1000",
            0,
            FlowColumns.Of);
    }
}
