namespace Clarion.Web.Pages.Flows;

/// <summary>The steps of a range, and how much of each has passed within it.</summary>
/// <param name="Times">Start of each step, Unix milliseconds.</param>
/// <param name="Seconds">Seconds of it that lie in the range and have passed.</param>
public sealed record TimeSteps(IReadOnlyList<long> Times, IReadOnlyList<double> Seconds)
{
    private const int Most = 10_000;

    // What was sent in the first seconds of a step arrives later: dividing by less than this would make a peak of it.
    private const double LeastShare = 0.2;

    /// <summary>Seconds of all steps.</summary>
    public double Length => Seconds.Sum();

    /// <summary>Cuts a range into steps that begin at whole multiples of their width.</summary>
    public static TimeSteps Of(DateTimeOffset from, DateTimeOffset to, TimeSpan step, DateTimeOffset now)
    {
        var (times, seconds) = (new List<long>(), new List<double>());
        var width = (long)step.TotalMilliseconds;
        var (first, end, passed) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
        for (var at = first - (first % width); at < end && times.Count < Most; at += width)
        {
            var covered = Math.Min(at + width, Math.Min(end, Math.Max(passed, at + (width * LeastShare)))) - Math.Max(at, first);
            times.Add(at);
            seconds.Add(Math.Max(covered, width * LeastShare) / 1000);
        }

        return new TimeSteps(times, seconds);
    }

    /// <summary>Puts amounts into their steps. A step without one had none: answers leave them out.</summary>
    public double[] Spread(IEnumerable<(DateTimeOffset Time, double Amount)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var amounts = new double[Times.Count];
        if (Times.Count == 0)
        {
            return amounts;
        }

        var width = Times.Count > 1 ? Times[1] - Times[0] : long.MaxValue;
        foreach (var (time, amount) in points)
        {
            var step = (time.ToUnixTimeMilliseconds() - Times[0]) / width;
            if (step >= 0 && step < amounts.Length)
            {
                amounts[step] += amount;
            }
        }

        return amounts;
    }
}
