using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>The list of devices, last seen first.</summary>
internal static class DeviceList
{
    // A device whose rows turned out to be others' was never there, unless it leads to who they are.
    private const string Heard = "(flows > 0 OR merged_into <> '')";

    /// <summary>Reads a page.</summary>
    public static Page<DeviceRow> Read(SqlSession session, FilterExpression? filter, int limit, PageCursor? after)
    {
        var values = new SqlValues(session.Dialect);
        var condition = new FilterSql(DeviceColumns.Of, values, "the list of devices").Condition(filter);
        if (after is { } place)
        {
            var time = values.Add(place.TimeMs);
            condition += $" AND (last_seen_ms < {time} OR (last_seen_ms = {time} AND device > {values.Add(place.Minor, SqlType.UInt128)}))";
        }

        using var reader = values.Query(session, FormattableString.Invariant($"""
            SELECT id, address, sgt, switch, interface, vlan, first_seen_ms, last_seen_ms, flows, bytes_sent, bytes_received, merged_into
            FROM {session.Dialect.Devices} AS d WHERE {Heard} AND ({condition}) ORDER BY last_seen_ms DESC, device LIMIT {limit + 1}
            """));
        var rows = new List<DeviceRow>();
        while (reader.Read())
        {
            rows.Add(new DeviceRow(
                reader.GetString(0),
                new IpAddr(reader.Wide(1, session.Dialect)).ToString(),
                reader.GetInt32(2),
                new IpAddr(reader.Wide(3, session.Dialect)).ToString(),
                reader.GetInt64(4),
                reader.GetInt32(5),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(7)),
                reader.GetInt64(8),
                reader.UInt64(9, session.Dialect),
                reader.UInt64(10, session.Dialect),
                reader.GetString(11)));
        }

        return rows.Count <= limit
            ? new Page<DeviceRow>(rows, null)
            : new Page<DeviceRow>(rows[..limit], Place(rows[limit - 1]).Write(CursorKind.Devices));
    }

    /// <summary>Devices seen since a moment, and ever. Those that became part of another are not counted.</summary>
    public static (long Active, long Known) Count(SqlSession session, DateTimeOffset activeSince)
    {
        using var reader = session.Query(
            "SELECT count(*) FILTER (WHERE last_seen_ms >= $1), count(*) FROM devices WHERE flows > 0 AND merged_into = ''", activeSince.ToUnixTimeMilliseconds());
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    /// <summary>Devices by their newest group tag. Those that became part of another are not counted.</summary>
    public static IReadOnlyList<GroupDevices> CountByGroup(SqlSession session)
    {
        using var reader = session.Query("SELECT sgt, count(*) FROM devices WHERE flows > 0 AND merged_into = '' GROUP BY sgt ORDER BY sgt");
        var groups = new List<GroupDevices>();
        while (reader.Read())
        {
            groups.Add(new GroupDevices(reader.GetInt32(0), reader.GetInt64(1)));
        }

        return groups;
    }

    private static PageCursor Place(DeviceRow row) =>
        new(row.LastSeen.ToUnixTimeMilliseconds(), 0, DeviceId.TryParse(row.Id, out var id) ? id.Value : UInt128.Zero);
}
