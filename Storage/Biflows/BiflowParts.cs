using System.Globalization;
using Clarion.Flows;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Biflows;

/// <summary>The long tier as parts of the flow log, so that questions need not know of it: rows turn into the flows they were made of.</summary>
internal static class BiflowParts
{
    private const long DayMs = 86_400_000;
    private const long HourMs = 3_600_000;

    // Before all parts of raw flows.
    private const long FirstNumber = long.MinValue / 2;

    // Above the lines of an hour, twice.
    private const long LinesOfAnHour = 1L << 33;

    private static readonly Dictionary<FlowColumn, BiflowColumn> UpColumns =
        BiflowTable.Columns.Where(column => column.Up is not null).ToDictionary(column => column.Up!.Value);

    private static readonly Dictionary<FlowColumn, BiflowColumn> DownColumns =
        BiflowTable.Columns.Where(column => column.Down is not null).ToDictionary(column => column.Down!.Value);

    /// <summary>All flows that are stored, raw and not, oldest part first.</summary>
    public static IReadOnlyList<FlowPart> WithRaw(SqlSession session) => [.. Read(session), .. session.Parts.Flows(session)];

    /// <summary>The long tier, a part a day: an engine would plan longer for an hour each than it reads.</summary>
    public static IReadOnlyList<FlowPart> Read(SqlSession session)
    {
        var days = new List<FlowPart>();
        using var reader = session.Query($"""
            SELECT arrived_ms - arrived_ms % {DayMs} AS day, max(arrived_ms), sum(flows)::BIGINT, min(min_end_ms), max(max_end_ms)
            FROM biflow_parts GROUP BY 1 ORDER BY 1
            """);
        while (reader.Read())
        {
            var day = reader.GetInt64(0);
            days.Add(new(FirstNumber + day / DayMs, Relation(session, day), reader.GetInt64(1) + 1, reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return days;
    }

    private static string Relation(SqlSession session, long day) => string.Create(
        CultureInfo.InvariantCulture, $"({Way(session, day, up: true)} UNION ALL {Way(session, day, up: false)})");

    private static string Way(SqlSession session, long day, bool up)
    {
        var dialect = session.Dialect;
        var columns = FlowTable.Columns.Select(column => $"{Value(column, dialect, up)} AS {column.Name}");
        var (bytes, packets) = up ? ("bytes_up", "packets_up") : ("bytes_down", "packets_down");
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT (b.arrived_ms % {DayMs} / {HourMs})::BIGINT * {LinesOfAnHour} + b.line::BIGINT * 2 + {(up ? 0 : 1)} AS rowid, 0 AS lane, 0::BIGINT AS sequence,
                {string.Join(", ", columns)}, {dialect.ToDouble("b." + bytes)} AS bytes_double, {dialect.ToDouble("b." + packets)} AS packets_double
            FROM {session.Parts.Biflows(day)} AS b JOIN hosts AS c ON c.id = b.client JOIN hosts AS s ON s.id = b.server
            WHERE b.arrived_ms >= {day} AND b.arrived_ms < {day + DayMs} AND (b.ways & {(up ? BiflowTable.UpWay : BiflowTable.DownWay)}) <> 0
            """);
    }

    private static string Value(FlowTableColumn column, SqlDialect dialect, bool up) => column.Column switch
    {
        FlowColumn.StartMs => "b.start_ms",
        FlowColumn.EndMs => "b.start_ms + b.duration_ms",
        FlowColumn.Exporter => "b.exporter",
        FlowColumn.Protocol => "b.protocol",
        FlowColumn.SourceAddress => up ? "c.address" : "s.address",
        FlowColumn.DestinationAddress => up ? "s.address" : "c.address",
        FlowColumn.SourcePort => up ? "b.client_port" : "b.server_port",
        FlowColumn.DestinationPort => up ? "b.server_port" : "b.client_port",
        _ => (up ? UpColumns : DownColumns).TryGetValue(column.Column, out var kept) ? "b." + kept.Name : dialect.Zero(column.Type),
    };
}
