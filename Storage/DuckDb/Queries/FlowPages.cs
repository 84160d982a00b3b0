using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.Filters;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>
/// Lists raw flows, newest first. Walks back in time in slices that grow until the page is full, so that a listing of the newest flows
/// reads minutes, not days; rows that ended in the same millisecond are told apart by their day table and row number.
/// </summary>
internal sealed class FlowPages(DuckDBConnection connection, FilterExpression? filter, int limit)
{
    private const long FirstSliceMs = 60_000;
    private const int Growth = 4;

    /// <summary>Reads a page.</summary>
    public Page<FlowRecord> Read(TimeRange range, PageCursor? after, CancellationToken cancellationToken)
    {
        var from = range.From.ToUnixTimeMilliseconds();
        var to = Math.Min(range.To.ToUnixTimeMilliseconds(), after is null ? long.MaxValue : after.Value.TimeMs + 1);
        var days = FlowDays.Read(connection).Where(day => Touches(day, from, to)).ToArray();
        var found = new List<(PageCursor Place, FlowRecord Flow)>();
        if (days.Length > 0)
        {
            from = Math.Max(from, days.Min(day => day.MinEndMs));
            to = Math.Min(to, days.Max(day => day.MaxEndMs) + 1);
        }

        for (var width = FirstSliceMs; days.Length > 0 && from < to && found.Count <= limit; width *= Growth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var low = to - from <= width ? from : to - width;
            var touched = days.Where(day => Touches(day, low, to)).ToArray();
            if (touched.Length > 0)
            {
                ReadSlice(touched, low, to, after, limit + 1 - found.Count, found);
            }

            to = low;
        }

        var more = found.Count > limit;
        return new Page<FlowRecord>(
            [.. found.Take(limit).Select(entry => entry.Flow)], more ? found[limit - 1].Place.Write(CursorKind.Flows) : null);
    }

    private void ReadSlice(
        FlowDay[] days, long from, long to, PageCursor? after, int wanted, List<(PageCursor Place, FlowRecord Flow)> found)
    {
        var values = new SqlValues();
        var condition = new FilterSql(FlowColumns.Of, values, "raw flows").Condition(filter);
        var parts = days.Select(day => FormattableString.Invariant($"""
            (SELECT {day.Day}::BIGINT AS day, rowid AS line, end_ms AS time, {FlowRecordColumns.Stored} FROM {day.Table}
             WHERE end_ms >= {from} AND end_ms < {to} AND {After(day, after)} AND {condition}
             ORDER BY end_ms DESC, rowid DESC LIMIT {wanted})
            """));
        var sql = FormattableString.Invariant($"""
            SELECT time, day, line, {FlowRecordColumns.Resolved} FROM (
                SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY time DESC, day DESC, line DESC LIMIT {wanted})
            ORDER BY time DESC, day DESC, line DESC
            """);
        using var command = values.Command(connection, sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var place = new PageCursor(reader.GetInt64(0), reader.GetInt64(1), (UInt128)reader.GetInt64(2));
            found.Add((place, FlowRecordColumns.Read(reader, 3)));
        }
    }

    private static bool Touches(FlowDay day, long fromMs, long toMs) => day.MaxEndMs >= fromMs && day.MinEndMs < toMs;

    private static string After(FlowDay day, PageCursor? after) => after is not { } place
        ? "true"
        : day.Day.CompareTo((int)place.Major) switch
        {
            < 0 => FormattableString.Invariant($"end_ms <= {place.TimeMs}"),
            > 0 => FormattableString.Invariant($"end_ms < {place.TimeMs}"),
            _ => FormattableString.Invariant($"(end_ms < {place.TimeMs} OR (end_ms = {place.TimeMs} AND rowid < {(long)place.Minor}))"),
        };
}
