using Clarion.Gateway.Http.Flows;
using Clarion.Web.Charts;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Flows;

/// <summary>What is counted.</summary>
/// <param name="Name">Value of the parameter.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Chart">Unit of values as drawn.</param>
public sealed record FlowUnit(string Name, string Label, ChartUnit Chart)
{
    /// <summary>Every unit; the first is the default.</summary>
    public static readonly IReadOnlyList<FlowUnit> All =
    [
        new("bits", "bit/s", ChartUnit.Bits), new("packets", "packets/s", ChartUnit.Packets),
        new("flows", "flows/s", ChartUnit.Flows), new("bytes", "bytes", ChartUnit.Bytes),
    ];

    private const int BitsPerByte = 8;

    /// <summary>True when values are amounts a second.</summary>
    public bool IsRate => Chart != ChartUnit.Bytes;

    /// <summary>The unit of that name, or the default.</summary>
    public static FlowUnit Of(string? name) => All.FirstOrDefault(unit => unit.Name == name) ?? All[0];

    /// <summary>What of some measures is counted.</summary>
    public double Amount(MeasuredModel measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return Chart switch
        {
            ChartUnit.Packets => measures.Packets,
            ChartUnit.Flows => measures.Flows,
            _ => measures.Bytes,
        };
    }

    /// <summary>The value to draw of an amount over so many seconds.</summary>
    public double Value(double amount, double seconds) => Chart switch
    {
        ChartUnit.Bytes => amount,
        _ when seconds <= 0 => 0,
        ChartUnit.Bits => amount * BitsPerByte / seconds,
        _ => amount / seconds,
    };

    /// <summary>An amount with its unit.</summary>
    public string WriteAmount(double amount) => Chart is ChartUnit.Bits or ChartUnit.Bytes ? Quantity.Bytes(amount) : Quantity.Count(amount);
}
