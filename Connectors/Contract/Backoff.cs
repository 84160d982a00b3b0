namespace Clarion.Connectors.Contract;

/// <summary>Waits after failures: doubling, bounded, and never the same for two clients that failed together.</summary>
internal static class Backoff
{
    /// <summary>The wait after a number of failures in a row, counted from 0: between half of the step and the step.</summary>
    public static TimeSpan Delay(TimeSpan first, TimeSpan last, int failures)
    {
        var step = Math.Min(last.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromMilliseconds(step * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
