using Clarion.Gateway.Http.Flows;

namespace Clarion.Web.Pages.Flows;

/// <summary>One series with its numbers.</summary>
/// <param name="Key">Value per dimension; empty for what stands for several.</param>
/// <param name="Name">Name; untrusted text.</param>
/// <param name="Color">CSS colour; null takes the next of the palette.</param>
/// <param name="Amounts">Amount of each step.</param>
/// <param name="Values">Value of each step as drawn.</param>
/// <param name="Statistics">In six numbers.</param>
/// <param name="Before">Amount in the period before; null when not asked or not known.</param>
public sealed record FlowLine(
    IReadOnlyList<object?> Key, string Name, string? Color, IReadOnlyList<double> Amounts, IReadOnlyList<double> Values, SeriesStatistics Statistics, double? Before);

/// <summary>An answer in one unit: series of groups, of the rest, and of everything.</summary>
/// <param name="Unit">Unit.</param>
/// <param name="Steps">Steps of every series.</param>
/// <param name="Lines">Groups, the largest first.</param>
/// <param name="Other">What is in no group shown; null when nothing is.</param>
/// <param name="Total">Everything.</param>
/// <param name="Earlier">Values of everything in the period before, at the same steps; null when not asked for.</param>
public sealed record FlowBreakdown(
    FlowUnit Unit, TimeSteps Steps, IReadOnlyList<FlowLine> Lines, FlowLine? Other, FlowLine Total, IReadOnlyList<double?>? Earlier)
{
    /// <summary>Colour of what stands for several series.</summary>
    public const string Grey = "#8b95a3";

    // Sums of doubles in another order differ in their last digits; that is no traffic.
    private const double Noise = 0.5;

    /// <summary>Works an answer out.</summary>
    public static FlowBreakdown Of(FlowAnswer answer, FlowUnit unit, DimensionText names, int rows)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(names);
        var summary = answer.Summary;
        var steps = TimeSteps.Of(summary.From, summary.To, answer.Step, answer.At);
        var before = BeforeOf(answer, unit);
        FlowLine[] lines = summary.By.Count == 0
            ? []
            : [.. summary.Series.Select(series => Line(series)).OrderByDescending(line => line.Statistics.Total).Take(rows)];
        var total = LineOf([], "Total", Grey, steps.Spread(Amounts(summary.Points, unit)), steps, unit, answer.Before is { } earlier ? unit.Amount(earlier) : null);
        return new FlowBreakdown(unit, steps, lines, Rest(summary, steps, unit, lines, total), total, EarlierOf(answer, steps, unit));

        FlowLine Line(SeriesModel series)
        {
            var color = series.Key.Count == 1 ? DimensionText.ColorOf(summary.By[0], series.Key[0]) : null;
            return LineOf(series.Key, names.Of(summary.By, series.Key), color, steps.Spread(Amounts(series.Points, unit)), steps, unit, before(series.Key));
        }
    }

    /// <summary>The series of a chart: at most so many groups, and the rest as one.</summary>
    public IReadOnlyList<FlowLine> Drawn(int most)
    {
        if (Lines.Count == 0)
        {
            return [Total];
        }

        if (Lines.Count <= most)
        {
            return Other is null ? Lines : [.. Lines, Other];
        }

        var rest = new double[Steps.Times.Count];
        foreach (var line in Lines.Skip(most).Concat(Other is null ? [] : [Other]))
        {
            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] += line.Amounts[i];
            }
        }

        return [.. Lines.Take(most), LineOf([], "Other", Grey, rest, Steps, Unit, null)];
    }

    private static FlowLine? Rest(FlowSummaryModel summary, TimeSteps steps, FlowUnit unit, FlowLine[] lines, FlowLine total)
    {
        // Every flow counts at both its devices, so that devices together are more than everything.
        if (lines.Length == 0 || summary.By.Contains("device", StringComparer.Ordinal))
        {
            return null;
        }

        double[] rest = [.. total.Amounts.Select((amount, step) => Math.Max(amount - lines.Sum(line => line.Amounts[step]), 0))];
        return rest.Sum() > Noise ? LineOf([], "Other", Grey, rest, steps, unit, null) : null;
    }

    private static FlowLine LineOf(
        IReadOnlyList<object?> key, string name, string? color, double[] amounts, TimeSteps steps, FlowUnit unit, double? before)
    {
        double[] values = [.. amounts.Select((amount, step) => unit.Value(amount, steps.Seconds[step]))];
        var average = unit.IsRate ? unit.Value(amounts.Sum(), steps.Length) : amounts.Sum() / Math.Max(amounts.Length, 1);
        return new FlowLine(key, name, color, amounts, values, SeriesStatistics.Of(amounts, values, average), before);
    }

    private static IEnumerable<(DateTimeOffset Time, double Amount)> Amounts(IReadOnlyList<PointModel> points, FlowUnit unit) =>
        points.Select(point => (point.Time, unit.Amount(point)));

    private static List<double?>? EarlierOf(FlowAnswer answer, TimeSteps steps, FlowUnit unit)
    {
        if (answer.Before is not { } before)
        {
            return null;
        }

        var length = (long)(answer.Asked.To - answer.Asked.From).TotalMilliseconds;
        var then = TimeSteps.Of(before.From, before.To, answer.Step, answer.At);
        var amounts = then.Spread(Amounts(before.Points, unit));
        var places = then.Times.Select((time, place) => (time, place)).ToDictionary(pair => pair.time, pair => pair.place);
        var width = (long)answer.Step.TotalMilliseconds;
        return [.. steps.Times.Select(time => places.TryGetValue((time - length) / width * width, out var place)
            ? unit.Value(amounts[place], then.Seconds[place])
            : (double?)null)];
    }

    // A group that is not among those of the period before had nothing there, unless that list was cut.
    private static Func<IReadOnlyList<object?>, double?> BeforeOf(FlowAnswer answer, FlowUnit unit)
    {
        if (answer.Before is not { } before)
        {
            return _ => null;
        }

        var known = before.Rows.ToDictionary(row => Name(row.Key), row => unit.Amount(row), StringComparer.Ordinal);
        double? otherwise = before.Rows.Count < FlowLook.CompareRows ? 0 : null;
        return key => known.TryGetValue(Name(key), out var amount) ? amount : otherwise;
    }

    private static string Name(IReadOnlyList<object?> key) => string.Join('\u001f', key);
}
