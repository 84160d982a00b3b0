using System.Globalization;
using Clarion.Flows;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Biflows;

/// <summary>
/// Takes a part of the flow log into the long tier, inside the caller's transaction. The n-th flow of a minute from one socket to another and the n-th of the
/// same minute back are one row, when they agree on what is about both; a flow without such a counterpart is a row of its own. Nothing is summed up: what
/// is kept stays exact, but for the times, which a pair shares.
/// </summary>
internal static class BiflowRun
{
    // Rows are sorted and numbered; this is what one statement may hold.
    private const long MostRows = 8_000_000;
    private const long SlotMs = 600_000;
    private const long PairedWithinMs = 60_000;
    private const long DayMs = 86_400_000;

    // Echo request and reply have no ports that would tell one exchange from another; types and codes of both ways differ.
    private const string IsIcmp = "protocol IN (1, 58)";

    /// <summary>Copies all flows of a part.</summary>
    public static void Execute(SqlSession session, FlowPart part)
    {
        var arrived = part.EndMs - 1;
        var table = session.Parts.OpenBiflows(session, arrived);
        var line = session.Number($"SELECT rows FROM biflow_parts WHERE arrived_ms = {arrived}");
        var written = 0L;
        foreach (var (from, to) in Slices(session, part))
        {
            var flows = FormattableString.Invariant($"(SELECT * FROM {part.Relation} AS f WHERE start_ms >= {from} AND start_ms < {to})");
            NumberHosts(session, flows, arrived);
            written += session.Execute(FormattableString.Invariant($"INSERT INTO {table} ({BiflowTable.AllNames}) {Rows(session.Dialect, flows, arrived, line + written)}"));
        }

        session.Run($"""
            INSERT INTO biflow_parts VALUES ({arrived}, {written}, {part.Rows}, {part.MinEndMs}, {part.MaxEndMs})
            ON CONFLICT (arrived_ms) DO UPDATE SET rows = biflow_parts.rows + excluded.rows, flows = biflow_parts.flows + excluded.flows,
                min_end_ms = least(biflow_parts.min_end_ms, excluded.min_end_ms), max_end_ms = greatest(biflow_parts.max_end_ms, excluded.max_end_ms)
            """);
        session.Parts.CloseBiflows(session, arrived);
    }

    // By the beginnings of flows, at borders of ten minutes, which no pair crosses. Together they leave no moment out, whatever an exporter's clock says.
    private static List<(long From, long To)> Slices(SqlSession session, FlowPart part)
    {
        var slices = new List<(long From, long To)>();
        var (from, rows) = (-long.MaxValue, 0L);
        using var reader = session.Query(FormattableString.Invariant(
            $"SELECT start_ms - start_ms % {SlotMs} AS slot, count(*) FROM {part.Relation} AS f GROUP BY 1 ORDER BY 1"));
        while (reader.Read())
        {
            var (slot, count) = (reader.GetInt64(0), reader.GetInt64(1));
            if (rows > 0 && rows + count > MostRows)
            {
                slices.Add((from, slot));
                (from, rows) = (slot, 0);
            }

            rows += count;
        }

        slices.Add((from, long.MaxValue));
        return slices;
    }

    private static void NumberHosts(SqlSession session, string flows, long arrived)
    {
        session.Run($"""
            CREATE TEMP TABLE biflow_hosts AS
            SELECT source_address AS address FROM {flows} AS s UNION SELECT destination_address FROM {flows} AS d
            """);
        session.Run($"""
            INSERT INTO hosts (address, last_ms)
            SELECT b.address, {arrived} FROM biflow_hosts AS b LEFT JOIN hosts AS h ON h.address = b.address WHERE h.id IS NULL
            """);

        // To the day: a host of yesterday is not written again every hour.
        session.Run($"""
            UPDATE hosts SET last_ms = {arrived} WHERE last_ms < {arrived - DayMs} AND address IN (SELECT address FROM biflow_hosts)
            """);
        session.Run($"DROP TABLE biflow_hosts");
    }

    private static string Rows(SqlDialect dialect, string flows, long arrived, long firstLine)
    {
        var names = string.Join(", ", BiflowTable.Columns.Select(column => column.Name));
        var values = string.Join(", ", BiflowTable.Columns.Select(column => $"CASE WHEN up THEN {Side(column.Up)} ELSE {Side(column.Down)} END AS {column.Name}"));
        var shared = "exporter, protocol, client, server, client_port, server_port, minute, "
            + string.Join(", ", BiflowTable.Columns.Where(column => column.IsShared).Select(column => column.Name));

        // There is at most one flow of each way in a row, so that the largest value is the only one.
        var own = string.Join(
            ", ",
            BiflowTable.Columns.Where(column => !column.IsShared).Select(column => $"coalesce(max({column.Name}), {dialect.Zero(column.Type)}) AS {column.Name}"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {arrived}, first_ms, pairs.last_ms - first_ms, exporter, c.id, s.id, client_port, server_port,
                ({firstLine} + row_number() OVER (ORDER BY exporter, c.id, server_port, s.id, first_ms) - 1)::INTEGER, protocol, ways, {names}
            FROM (
                SELECT {shared}, min(start_ms) AS first_ms, max(end_ms) AS last_ms,
                    sum(CASE WHEN up THEN {BiflowTable.UpWay} ELSE {BiflowTable.DownWay} END)::SMALLINT AS ways, {own}
                FROM (
                    SELECT *, row_number() OVER (PARTITION BY {shared}, up ORDER BY start_ms, end_ms, rowid) AS place
                    FROM (
                        SELECT rowid, exporter, protocol, start_ms, end_ms, up, start_ms - start_ms % {PairedWithinMs} AS minute,
                            CASE WHEN up THEN source_address ELSE destination_address END AS client,
                            CASE WHEN up THEN destination_address ELSE source_address END AS server,
                            CASE WHEN up THEN source_port ELSE destination_port END AS client_port,
                            CASE WHEN up THEN destination_port ELSE source_port END AS server_port, {values}
                        FROM (
                            SELECT *, {IsIcmp} OR source_port > destination_port OR (source_port = destination_port AND source_address > destination_address) AS up
                            FROM {flows} AS f) AS turned) AS sides) AS placed
                GROUP BY {shared}, place) AS pairs
            JOIN hosts AS c ON c.address = client JOIN hosts AS s ON s.address = server
            ORDER BY exporter, c.id, server_port, s.id, first_ms
            """);
    }

    private static string Side(FlowColumn? column) => column is { } one ? BiflowTable.NameOf(one) : "NULL";
}
