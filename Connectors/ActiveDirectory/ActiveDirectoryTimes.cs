namespace Clarion.Connectors.ActiveDirectory;

/// <summary>Times and intervals of a directory connector.</summary>
public sealed record ActiveDirectoryTimes
{
    /// <summary>From one pass to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time of day, UTC, of the full pass that compares everything.</summary>
    public TimeOnly FullPassAt { get; init; } = new(2, 0);

    /// <summary>Longest time to connect and sign in to one controller.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time for one page or one question; controllers themselves stop after 120 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Longest time for a whole pass.</summary>
    public TimeSpan Pass { get; init; } = TimeSpan.FromHours(1);

    /// <summary>First wait after a failure; it doubles.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait after failures.</summary>
    public TimeSpan RetryLast { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait after a refused password. Long, because domains lock accounts after a few tries within half an hour.</summary>
    public TimeSpan RefusedPassword { get; init; } = TimeSpan.FromMinutes(30);
}
