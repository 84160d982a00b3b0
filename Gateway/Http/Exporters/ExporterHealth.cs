using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>When an exporter counts as healthy: it has sent within two minutes, and less than 1 % of what it ever sent is missing.</summary>
internal static class ExporterHealth
{
    private const double LossAllowed = 0.01;
    private static readonly TimeSpan SilenceAllowed = TimeSpan.FromMinutes(2);

    public static bool IsHealthy(ExporterView view, DateTimeOffset now)
    {
        var units = UnitsReceived(view) + view.Counters.LostUnits;
        return !IsSilent(view, now) && (units == 0 || view.Counters.LostUnits < LossAllowed * units);
    }

    /// <summary>Lost units as a share of all that it sent; null before it has sent any.</summary>
    public static double? LostShare(ExporterView view) =>
        UnitsReceived(view) + view.Counters.LostUnits is > 0 and var sent ? (double)view.Counters.LostUnits / sent : null;

    /// <summary>Whether it has sent nothing for two minutes.</summary>
    public static bool IsSilent(ExporterView view, DateTimeOffset now) => view.LastSeenMs < (now - SilenceAllowed).ToUnixTimeMilliseconds();

    // Sequence numbers count something else in each version: flows (v5), datagrams (v9, RFC 3954 section 5.1), data records of every
    // kind (IPFIX, RFC 7011 section 3.1).
    private static long UnitsReceived(ExporterView view) => view.Exporter.Version switch
    {
        9 => view.Counters.Datagrams,
        10 => view.Counters.Records + view.Counters.OptionsRecords,
        _ => view.Counters.Records,
    };
}
