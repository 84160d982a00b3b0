namespace Clarion.Web.Pages.Flows;

/// <summary>A series in six numbers.</summary>
/// <param name="Min">Smallest value of a step.</param>
/// <param name="Average">Average over the range.</param>
/// <param name="Max">Largest value of a step.</param>
/// <param name="P95">What 95 of 100 steps do not exceed.</param>
/// <param name="Last">Value of the last step.</param>
/// <param name="Total">Sum of the amounts.</param>
public readonly record struct SeriesStatistics(double Min, double Average, double Max, double P95, double Last, double Total)
{
    private const double Rank = 0.95;

    /// <summary>Sums a series up. Values are compared per step, and averaged by the time that steps cover.</summary>
    /// <param name="amounts">Amount of each step.</param>
    /// <param name="values">Value of each step as it is drawn: the amount itself, or a rate.</param>
    /// <param name="average">Value of the whole range, drawn the same way.</param>
    public static SeriesStatistics Of(IReadOnlyList<double> amounts, IReadOnlyList<double> values, double average)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return default;
        }

        double[] sorted = [.. values.Order()];
        var rank = Math.Max((int)Math.Ceiling(Rank * sorted.Length) - 1, 0);
        return new SeriesStatistics(sorted[0], average, sorted[^1], sorted[rank], values[^1], amounts.Sum());
    }
}
