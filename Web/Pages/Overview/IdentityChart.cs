using Clarion.Gateway.Http.Overview;
using Clarion.Web.Charts;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Overview;

/// <summary>The chart of traffic by identity.</summary>
internal static class IdentityChart
{
    private const int BitsPerByte = 8;

    public static TimeChartModel Of(IdentifiedTrafficModel model)
    {
        var perSecond = (double)BitsPerByte / model.StepSeconds;
        return new TimeChartModel(
            TimeChartKind.Bars, ChartUnit.Bits, [.. model.Points.Select(point => point.Time.ToUnixTimeMilliseconds())],
            [
                new ChartSeries("Identified", "#4f9cf0", [.. model.Points.Select(point => (double?)(point.IdentifiedBytes * perSecond))]),
                new ChartSeries("Unidentified", "#d9b44a", [.. model.Points.Select(point => (double?)(point.UnidentifiedBytes * perSecond))]),
            ]);
    }

    public static string Summary(IdentifiedTrafficModel model)
    {
        var (known, unknown) = (model.Points.Sum(point => point.IdentifiedBytes), model.Points.Sum(point => point.UnidentifiedBytes));
        return $"Traffic at internal ends over time: {Quantity.Share(known + unknown > 0 ? known / (known + unknown) : null)} belongs to a known device.";
    }
}
