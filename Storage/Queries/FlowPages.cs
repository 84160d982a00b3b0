using Clarion.Storage.Biflows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>
/// Lists raw flows, newest first. Walks back in time in slices that grow until the page is full, so that a listing of the newest flows
/// reads minutes, not days, and reads all columns only of the rows it shows. Rows that ended in the same millisecond are told apart by
/// their table and row number.
/// </summary>
internal sealed class FlowPages(SqlSession session, FilterExpression? filter, int limit)
{
    private const long FirstSliceMs = 60_000;
    private const int Growth = 4;

    /// <summary>Reads a page.</summary>
    public Page<FlowRecord> Read(TimeRange range, PageCursor? after, CancellationToken cancellationToken)
    {
        var from = range.From.ToUnixTimeMilliseconds();
        var to = Math.Min(range.To.ToUnixTimeMilliseconds(), after is null ? long.MaxValue : after.Value.TimeMs + 1);
        var parts = BiflowParts.WithRaw(session).Where(part => Touches(part, from, to)).ToArray();
        var found = new List<PageCursor>();
        if (parts.Length > 0)
        {
            from = Math.Max(from, parts.Min(part => part.MinEndMs));
            to = Math.Min(to, parts.Max(part => part.MaxEndMs) + 1);
        }

        for (var width = FirstSliceMs; parts.Length > 0 && from < to && found.Count <= limit; width *= Growth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var low = to - from <= width ? from : to - width;
            var touched = parts.Where(part => Touches(part, low, to)).ToArray();
            if (touched.Length > 0)
            {
                ReadSlice(touched, low, to, after, limit + 1 - found.Count, found);
            }

            to = low;
        }

        var shown = found[..Math.Min(limit, found.Count)];
        return new Page<FlowRecord>(Show(parts, shown), found.Count > limit ? shown[^1].Write(CursorKind.Flows) : null);
    }

    private void ReadSlice(FlowPart[] parts, long from, long to, PageCursor? after, int wanted, List<PageCursor> found)
    {
        var values = new SqlValues(session.Dialect);
        var condition = new FilterSql(FlowColumns.Of, values, "raw flows").Condition(filter);
        var slices = parts.Select(part => FormattableString.Invariant($"""
            (SELECT end_ms AS time, {part.Number}::BIGINT AS part, rowid AS line FROM {part.Relation} AS f
             WHERE end_ms >= {from} AND end_ms < {to} AND {After(part, after)} AND {condition}
             ORDER BY end_ms DESC, rowid DESC LIMIT {wanted})
            """));
        using var reader = values.Query(
            session,
            FormattableString.Invariant($"SELECT * FROM ({string.Join(" UNION ALL ", slices)}) AS slices ORDER BY time DESC, part DESC, line DESC LIMIT {wanted}"));
        while (reader.Read())
        {
            found.Add(new PageCursor(reader.GetInt64(0), reader.GetInt64(1), (UInt128)reader.GetInt64(2)));
        }
    }

    private FlowRecord[] Show(FlowPart[] parts, List<PageCursor> places)
    {
        var names = new FlowNames();
        var rows = new Dictionary<(long Part, long Line), object[]>();
        foreach (var shown in places.GroupBy(place => place.Major))
        {
            // The times let the engine skip row groups before it looks at row numbers.
            var lines = string.Join(", ", shown.Select(place => (long)place.Minor));
            using var reader = session.Query(FormattableString.Invariant($"""
                SELECT rowid, {FlowRecordColumns.Stored} FROM {parts.First(part => part.Number == shown.Key).Relation} AS f
                WHERE end_ms BETWEEN {shown.Min(place => place.TimeMs)} AND {shown.Max(place => place.TimeMs)} AND rowid IN ({lines})
                """));
            while (reader.Read())
            {
                rows[(shown.Key, reader.GetInt64(0))] = FlowRecordColumns.Read(reader, 1, names, session.Dialect);
            }
        }

        names.Load(session);
        return [.. places.Select(place => FlowRecordColumns.Show(rows[(place.Major, (long)place.Minor)], names))];
    }

    private static bool Touches(FlowPart part, long fromMs, long toMs) => part.MaxEndMs >= fromMs && part.MinEndMs < toMs;

    private static string After(FlowPart part, PageCursor? after) => after is not { } place
        ? "true"
        : part.Number.CompareTo(place.Major) switch
        {
            < 0 => FormattableString.Invariant($"end_ms <= {place.TimeMs}"),
            > 0 => FormattableString.Invariant($"end_ms < {place.TimeMs}"),
            _ => FormattableString.Invariant($"(end_ms < {place.TimeMs} OR (end_ms = {place.TimeMs} AND rowid < {(long)place.Minor}))"),
        };
}
