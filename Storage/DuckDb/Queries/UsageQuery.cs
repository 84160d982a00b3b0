using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Queries.Sql;
using Clarion.Storage.DuckDb.Upkeep;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Usage over time of a device or switch, and how much of it had a known MAC.</summary>
internal static class UsageQuery
{
    /// <summary>Usage of a device.</summary>
    public static IReadOnlyList<SeriesPoint> OfDevice(DuckDBConnection connection, DeviceId device, TimeRange range)
    {
        var values = new SqlValues();
        var own = values.Add(device.Value, SqlType.UInt128);
        return Series(connection, RollupFamilies.DeviceUsage, range, $"device = {own}", values);
    }

    /// <summary>Usage of a switch, all its observation domains together.</summary>
    public static IReadOnlyList<SeriesPoint> OfSwitch(DuckDBConnection connection, IpAddr exporter, TimeRange range)
    {
        var values = new SqlValues();
        var address = values.Add(exporter.Value, SqlType.UInt128);
        return Series(
            connection, RollupFamilies.SwitchUsage, range, $"exporter IN (SELECT id FROM exporters WHERE address = {address})", values);
    }

    /// <summary>Share of internal ends whose MAC was known, by bytes; null without traffic.</summary>
    public static double? IdentifiedShare(DuckDBConnection connection, TimeRange range)
    {
        var parts = RollupSource.Parts(connection, RollupFamilies.SwitchUsage, range);
        if (parts.Count == 0)
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT coalesce(sum(identified_bytes), 0)::DOUBLE, coalesce(sum(internal_bytes), 0)::DOUBLE FROM (
                {string.Join(" UNION ALL ", parts.Select(part => $"SELECT identified_bytes, internal_bytes FROM {part}"))})
            """;
        using var reader = command.ExecuteReader();
        return reader.Read() && reader.GetDouble(1) > 0 ? reader.GetDouble(0) / reader.GetDouble(1) : null;
    }

    /// <summary>Bytes at internal ends over time, and how many of them had a known MAC.</summary>
    public static IReadOnlyList<IdentityPoint> Identity(DuckDBConnection connection, TimeRange range)
    {
        var step = UsageStep.Of(range);
        var parts = RollupSource.Parts(connection, RollupFamilies.SwitchUsage, range, step);
        if (parts.Count == 0)
        {
            return [];
        }

        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"""
            SELECT (bucket // {step / Buckets.Width} * {step / Buckets.Width})::UINTEGER AS place,
                sum(identified_bytes)::DOUBLE, sum(internal_bytes)::DOUBLE
            FROM ({string.Join(" UNION ALL ", parts.Select(part => $"SELECT bucket, identified_bytes, internal_bytes FROM {part}"))})
            GROUP BY place HAVING sum(internal_bytes) > 0 ORDER BY place
            """);
        using var reader = command.ExecuteReader();
        var points = new List<IdentityPoint>();
        while (reader.Read())
        {
            points.Add(new IdentityPoint(Buckets.Start(reader.GetFieldValue<uint>(0)), reader.GetDouble(1), reader.GetDouble(2)));
        }

        return points;
    }

    private static IReadOnlyList<SeriesPoint> Series(
        DuckDBConnection connection, RollupFamily family, TimeRange range, string condition, SqlValues values)
    {
        var step = UsageStep.Of(range);
        var source = RollupSource.Of(connection, family, range, step);
        return new SummaryQuery(source, [], condition, values).Run(connection, step, 0).Series is [var only] ? only.Points : [];
    }
}
