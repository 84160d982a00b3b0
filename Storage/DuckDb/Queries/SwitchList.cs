using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Queries.Sql;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>The list of switches, last seen first.</summary>
internal static class SwitchList
{
    /// <summary>Reads a page.</summary>
    public static Page<SwitchRow> Read(DuckDBConnection connection, int limit, PageCursor? after)
    {
        var values = new SqlValues();
        var condition = "true";
        if (after is { } place)
        {
            var time = values.Add(place.TimeMs);
            condition = $"(last_seen_ms < {time} OR (last_seen_ms = {time} AND address > {values.Add(place.Minor, SqlType.UInt128)}))";
        }

        using var command = values.Command(connection, FormattableString.Invariant($"""
            SELECT id, interfaces, devices, first_seen_ms, last_seen_ms, flows, bytes FROM switches
            WHERE {condition} ORDER BY last_seen_ms DESC, address LIMIT {limit + 1}
            """));
        using var reader = command.ExecuteReader();
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
                reader.GetFieldValue<ulong>(6)));
        }

        return rows.Count <= limit
            ? new Page<SwitchRow>(rows, null)
            : new Page<SwitchRow>(rows[..limit], Place(rows[limit - 1]).Write(CursorKind.Switches));
    }

    private static PageCursor Place(SwitchRow row) =>
        new(row.LastSeen.ToUnixTimeMilliseconds(), 0, IpAddr.TryParse(row.Id, out var address) ? address.Value : UInt128.Zero);
}
