using Clarion.Web.Formats;

namespace Clarion.Web.Charts;

/// <summary>How values of a chart's unit are written; scripts of charts write them the same way.</summary>
public static class ChartUnits
{
    /// <summary>A value with its unit.</summary>
    public static string Write(this ChartUnit unit, double value) => unit switch
    {
        ChartUnit.Bits => Quantity.Bits(value),
        ChartUnit.Bytes => Quantity.Bytes(value),
        ChartUnit.Packets => Quantity.Rate(value, "packets"),
        ChartUnit.Flows => Quantity.Rate(value, "flows"),
        _ => Quantity.Count(value),
    };
}
