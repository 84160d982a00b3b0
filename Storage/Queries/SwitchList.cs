using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>The list of switches, last seen first.</summary>
internal static class SwitchList
{
    /// <summary>Reads a page.</summary>
    public static Page<SwitchRow> Read(SqlSession session, int limit, PageCursor? after)
    {
        var values = new SqlValues(session.Dialect);
        var condition = "true";
        if (after is { } place)
        {
            var time = values.Add(place.TimeMs);
            condition = $"(last_seen_ms < {time} OR (last_seen_ms = {time} AND address > {values.Add(place.Minor, SqlType.UInt128)}))";
        }

        using var reader = values.Query(session, FormattableString.Invariant($"""
            SELECT id, interfaces, devices, first_seen_ms, last_seen_ms, flows, bytes FROM switches
            WHERE {condition} ORDER BY last_seen_ms DESC, address LIMIT {limit + 1}
            """));
        var rows = new List<SwitchRow>();
        while (reader.Read())
        {
            rows.Add(new SwitchRow(
                reader.GetString(0),
                reader.GetInt32(1),
                reader.GetInt32(2),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                reader.GetInt64(5),
                reader.UInt64(6, session.Dialect)));
        }

        return rows.Count <= limit
            ? new Page<SwitchRow>(rows, null)
            : new Page<SwitchRow>(rows[..limit], Place(rows[limit - 1]).Write(CursorKind.Switches));
    }

    private static PageCursor Place(SwitchRow row) =>
        new(row.LastSeen.ToUnixTimeMilliseconds(), 0, IpAddr.TryParse(row.Id, out var address) ? address.Value : UInt128.Zero);
}
