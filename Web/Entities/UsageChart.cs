using Clarion.Gateway.Http.Flows;
using Clarion.Web.Charts;
using Clarion.Web.Formats;

namespace Clarion.Web.Entities;

/// <summary>The traffic of one entity over time.</summary>
internal static class UsageChart
{
    private const int BitsPerByte = 8;

    /// <summary>The chart; steps without flows have no bar.</summary>
    public static TimeChartModel Of(IReadOnlyList<PointModel> points, long stepMs) => new(
        TimeChartKind.Bars, ChartUnit.Bits, [.. points.Select(point => point.Time.ToUnixTimeMilliseconds())],
        [new ChartSeries("Sent and received", null, [.. BitsPerSecond(points, stepMs)])]);

    /// <summary>Mean rate of each step.</summary>
    public static IEnumerable<double?> BitsPerSecond(IReadOnlyList<PointModel> points, long stepMs) =>
        points.Select(point => (double?)(point.Bytes * BitsPerByte * 1000 / stepMs));

    /// <summary>The chart in a sentence.</summary>
    public static string Summary(string whose, IReadOnlyList<PointModel> points) =>
        $"Traffic of {whose} over time, sent and received together: {Quantity.Bytes(points.Sum(point => point.Bytes))} in all.";
}
