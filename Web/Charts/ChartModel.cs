namespace Clarion.Web.Charts;

/// <summary>How series over time are drawn.</summary>
public enum TimeChartKind
{
    /// <summary>Areas on top of each other.</summary>
    Stacked,

    /// <summary>One line a series.</summary>
    Lines,

    /// <summary>Bars on top of each other.</summary>
    Bars,
}

/// <summary>What the unit of a chart is, which decides how its numbers are written.</summary>
public enum ChartUnit
{
    /// <summary>A count.</summary>
    Count,

    /// <summary>Bits a second.</summary>
    Bits,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Packets a second.</summary>
    Packets,

    /// <summary>Flows a second.</summary>
    Flows,
}

/// <summary>One series.</summary>
/// <param name="Name">Name in the legend; untrusted text.</param>
/// <param name="Color">CSS colour; null takes the next of the palette.</param>
/// <param name="Values">One value per time; null where there is none.</param>
public sealed record ChartSeries(string Name, string? Color, IReadOnlyList<double?> Values);

/// <summary>Series over the same times.</summary>
/// <param name="Kind">How to draw.</param>
/// <param name="Unit">Unit of every value.</param>
/// <param name="Times">Start of each step, Unix milliseconds.</param>
/// <param name="Series">Series, the largest first.</param>
public sealed record TimeChartModel(TimeChartKind Kind, ChartUnit Unit, IReadOnlyList<long> Times, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Whether it would be drawn alike, so that nothing is drawn twice.</summary>
    public bool LooksLike(TimeChartModel? other) => other is not null
        && Kind == other.Kind && Unit == other.Unit && Times.SequenceEqual(other.Times) && Series.Count == other.Series.Count
        && Series.Zip(other.Series).All(pair => pair.First.Name == pair.Second.Name && pair.First.Color == pair.Second.Color
            && pair.First.Values.SequenceEqual(pair.Second.Values));
}
