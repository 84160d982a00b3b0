using Clarion.Gateway.Http.Exporters;
using Clarion.Web.Charts;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Exporters;

/// <summary>Charts of what an exporter did.</summary>
internal static class ExporterChart
{
    private const string Lossy = "#e2748f";

    /// <summary>Flows a second.</summary>
    public static TimeChartModel Flows(ExporterHistoryModel history) => new(
        TimeChartKind.Lines, ChartUnit.Flows, Times(history),
        [new ChartSeries("Flows", null, Values(history, point => (double)point.Flows / history.StepSeconds))]);

    /// <summary>Units missing, per step.</summary>
    public static TimeChartModel Lost(ExporterHistoryModel history) => new(
        TimeChartKind.Bars, ChartUnit.Count, Times(history),
        [new ChartSeries("Lost " + ExporterVerdict.UnitsOf(history.Version), Lossy, Values(history, point => point.LostUnits))]);

    /// <summary>What the charts say.</summary>
    public static string Summary(ExporterHistoryModel history)
    {
        var seconds = Math.Max(1, history.Points.Count * history.StepSeconds);
        return $"Flows a second over time: {Quantity.Rate((double)history.Points.Sum(point => point.Flows) / seconds, "flows")} on average while it sent, "
            + $"{Quantity.Exact(history.Points.Sum(point => point.LostUnits))} {ExporterVerdict.UnitsOf(history.Version)} lost.";
    }

    // Steps without a datagram are no points of the answer; a chart must show the gap and not draw over it.
    private static List<long> Times(ExporterHistoryModel history)
    {
        List<long> times = [];
        for (var at = history.Points[0].Time; at <= history.Points[^1].Time; at += TimeSpan.FromSeconds(history.StepSeconds))
        {
            times.Add(at.ToUnixTimeMilliseconds());
        }

        return times;
    }

    private static List<double?> Values(ExporterHistoryModel history, Func<ExporterPointModel, double> value)
    {
        var points = history.Points.ToDictionary(point => point.Time.ToUnixTimeMilliseconds());
        return [.. Times(history).Select(time => points.TryGetValue(time, out var point) ? value(point) : (double?)null)];
    }
}
