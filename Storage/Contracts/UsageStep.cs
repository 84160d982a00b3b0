namespace Clarion.Storage.Contracts;

/// <summary>The step in which usage and identity over a time range are answered.</summary>
public static class UsageStep
{
    private static readonly TimeSpan Fine = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Coarse = TimeSpan.FromHours(1);

    // More five-minute points than this are more than a chart shows.
    private static readonly TimeSpan LongestFine = TimeSpan.FromHours(26);

    /// <summary>Five minutes, or an hour for ranges of more than 26 hours.</summary>
    public static TimeSpan Of(TimeRange range) => range.To - range.From <= LongestFine ? Fine : Coarse;
}
