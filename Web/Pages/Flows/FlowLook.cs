using System.Globalization;

namespace Clarion.Web.Pages.Flows;

/// <summary>How an answer is drawn.</summary>
public enum FlowChartKind
{
    /// <summary>Areas on top of each other.</summary>
    Stacked,

    /// <summary>One line a series.</summary>
    Lines,

    /// <summary>Bars on top of each other.</summary>
    Bars,

    /// <summary>One small chart a series, all to the same scale.</summary>
    Multiples,

    /// <summary>Series by time, by colour.</summary>
    Heatmap,

    /// <summary>From dimension to dimension, by width.</summary>
    Sankey,
}

/// <summary>What an address says about how the answer is grouped and drawn; whatever it says that is not offered is the default.</summary>
/// <param name="Dimensions">Dimensions in order, at most four; none = all flows together.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Chart">Kind of chart.</param>
/// <param name="Limit">Rows to show.</param>
/// <param name="Compares">Whether the period before is shown too.</param>
public sealed record FlowLook(IReadOnlyList<string> Dimensions, FlowUnit Unit, FlowChartKind Chart, int Limit, bool Compares)
{
    /// <summary>Parameter of the dimensions.</summary>
    public const string ByParameter = "by";

    /// <summary>Parameter of the unit.</summary>
    public const string UnitParameter = "unit";

    /// <summary>Parameter of the kind of chart.</summary>
    public const string ChartParameter = "chart";

    /// <summary>Parameter of the number of rows.</summary>
    public const string LimitParameter = "limit";

    /// <summary>Parameter that asks for the period before.</summary>
    public const string CompareParameter = "compare";

    /// <summary>Written for no dimension: without the parameter, the usual ones are meant.</summary>
    public const string NoDimension = "none";

    /// <summary>Most dimensions.</summary>
    public const int MaxDimensions = 4;

    /// <summary>Most series in one chart; the rest is drawn as one.</summary>
    public const int MaxSeries = 12;

    /// <summary>Rows that a Sankey is made of.</summary>
    public const int SankeyRows = 300;

    /// <summary>Rows of the period before that are compared with.</summary>
    public const int CompareRows = 300;

    /// <summary>Rows offered.</summary>
    public static readonly IReadOnlyList<int> Limits = [5, 10, 12, 20, 30, 50];

    private const string Usual = "src.sgt,dst.sgt";
    private const int UsualLimit = 10;
    private const int MinLimit = 5;
    private const int MaxLimit = 50;

    /// <summary>True when a Sankey is asked for and can be drawn: it leads from one dimension to another.</summary>
    public bool IsSankey => Chart == FlowChartKind.Sankey && Dimensions.Count > 1;

    /// <summary>Reads the parameters of an address.</summary>
    public static FlowLook Of(Func<string, string?> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var dimensions = DimensionsOf(parameter(ByParameter) ?? Usual);
        var chart = Enum.TryParse<FlowChartKind>(parameter(ChartParameter), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : FlowChartKind.Stacked;
        var limit = int.TryParse(parameter(LimitParameter), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, MinLimit, MaxLimit)
            : UsualLimit;
        return new FlowLook(dimensions, FlowUnit.Of(parameter(UnitParameter)), chart, limit, parameter(CompareParameter) == "1");
    }

    /// <summary>Dimensions as an address writes them; null for the usual ones.</summary>
    public static string? Text(IReadOnlyList<string> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        var text = dimensions.Count == 0 ? NoDimension : string.Join(',', dimensions);
        return text == Usual ? null : text;
    }

    /// <summary>The next larger number of rows; null when there is none.</summary>
    public int? MoreRows() => Limits.Where(offered => offered > Limit).Select(offered => (int?)offered).FirstOrDefault();

    private static string[] DimensionsOf(string text) => text == NoDimension
        ? []
        : [.. text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MaxDimensions)];
}
