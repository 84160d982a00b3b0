using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Usage over time of a device or switch, and how much of it had a known MAC.</summary>
internal static class UsageQuery
{
    /// <summary>Usage of a device.</summary>
    public static IReadOnlyList<SeriesPoint> OfDevice(SqlSession session, DeviceId device, TimeRange range)
    {
        var values = new SqlValues(session.Dialect);
        return Series(session, RollupFamilies.DeviceUsage, range, $"device = {values.Add(device.Value, SqlType.UInt128)}", values);
    }

    /// <summary>Usage of a switch, all its observation domains together.</summary>
    public static IReadOnlyList<SeriesPoint> OfSwitch(SqlSession session, IpAddr exporter, TimeRange range)
    {
        var values = new SqlValues(session.Dialect);
        var address = values.Add(exporter.Value, SqlType.UInt128);
        return Series(
            session, RollupFamilies.SwitchUsage, range, $"exporter IN (SELECT id FROM exporters WHERE address = {address})", values);
    }

    /// <summary>Share of internal ends whose MAC was known, by bytes; null without traffic.</summary>
    public static double? IdentifiedShare(SqlSession session, TimeRange range)
    {
        var parts = RollupSource.Parts(session, RollupFamilies.SwitchUsage, range);
        if (parts.Count == 0)
        {
            return null;
        }

        using var reader = session.Query($"""
            SELECT coalesce(sum(identified), 0)::FLOAT8, coalesce(sum(ends), 0)::FLOAT8 FROM (
                {string.Join(" UNION ALL ", parts.Select(part => $"SELECT identified_bytes AS identified, internal_bytes AS ends FROM {part}"))}) AS r
            """);
        return reader.Read() && reader.GetDouble(1) > 0 ? reader.GetDouble(0) / reader.GetDouble(1) : null;
    }

    /// <summary>Bytes at internal ends over time, and how many of them had a known MAC.</summary>
    public static IReadOnlyList<IdentityPoint> Identity(SqlSession session, TimeRange range)
    {
        var step = UsageStep.Of(range);
        var parts = RollupSource.Parts(session, RollupFamilies.SwitchUsage, range, step);
        if (parts.Count == 0)
        {
            return [];
        }

        using var reader = session.Query(FormattableString.Invariant($"""
            SELECT bucket - bucket % {(long)(step / Buckets.Width)} AS place, sum(identified)::FLOAT8, sum(ends)::FLOAT8
            FROM ({string.Join(" UNION ALL ", parts.Select(part => $"SELECT bucket, identified_bytes AS identified, internal_bytes AS ends FROM {part}"))}) AS r
            GROUP BY place HAVING sum(ends) > 0 ORDER BY place
            """));
        var points = new List<IdentityPoint>();
        while (reader.Read())
        {
            points.Add(new IdentityPoint(Buckets.Start(reader.UInt32(0)), reader.GetDouble(1), reader.GetDouble(2)));
        }

        return points;
    }

    private static IReadOnlyList<SeriesPoint> Series(
        SqlSession session, RollupFamily family, TimeRange range, string condition, SqlValues values)
    {
        var step = UsageStep.Of(range);
        var source = RollupSource.Of(session, family, range, step);
        return new SummaryQuery(source, [], condition, values).Run(session, step, 0).Series is [var only] ? only.Points : [];
    }
}
