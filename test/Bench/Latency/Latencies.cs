namespace Clarion.Bench.Latency;

/// <summary>Latencies of one question, in milliseconds.</summary>
/// <param name="Name">The question.</param>
/// <param name="Calls">Answered calls.</param>
/// <param name="Failed">Calls with another answer than 200, or none.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Max">Longest.</param>
internal sealed record LatencyRow(string Name, int Calls, int Failed, double P50, double P95, double Max);

/// <summary>Gathers latencies.</summary>
internal sealed class Latencies(string name)
{
    private readonly List<double> _answered = [];
    private int _failed;

    public void Add(TimeSpan elapsed, bool answered)
    {
        if (answered)
        {
            _answered.Add(elapsed.TotalMilliseconds);
        }
        else
        {
            _failed++;
        }
    }

    public LatencyRow ToRow() => Row(name, _answered, _failed);

    /// <summary>All of several questions together.</summary>
    public static LatencyRow Together(string name, IReadOnlyCollection<Latencies> all) =>
        Row(name, [.. all.SelectMany(l => l._answered)], all.Sum(l => l._failed));

    private static LatencyRow Row(string name, List<double> answered, int failed)
    {
        answered.Sort();
        return new LatencyRow(name, answered.Count, failed, Percentile(answered, 0.5), Percentile(answered, 0.95), Percentile(answered, 1));
    }

    // Nearest rank: a value that was measured, never one between two.
    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 2);
}
