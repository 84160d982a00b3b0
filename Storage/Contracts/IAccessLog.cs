using Clarion.Correlation.Access;

namespace Clarion.Storage.Contracts;

/// <summary>An event in the log.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Number">Its number; grows with time of writing.</param>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Event">What it says.</param>
public sealed record LoggedAccess<T>(long Number, string Connector, T Event)
    where T : AccessEvent;

/// <summary>The last entry of a page; the next page begins after it.</summary>
/// <param name="AtMs">When it happened, Unix milliseconds.</param>
/// <param name="Number">Its number.</param>
public readonly record struct AccessPosition(long AtMs, long Number);

/// <summary>Which events to read.</summary>
/// <param name="From">From when, UTC.</param>
/// <param name="To">Up to when, UTC, not included.</param>
/// <param name="Limit">How many at most.</param>
public sealed record AccessQuestion(DateTimeOffset From, DateTimeOffset To, int Limit)
{
    /// <summary>Only of this device; null for all.</summary>
    public string? Mac { get; init; }

    /// <summary>Only of this user, as the platform names it, in any case; null for all.</summary>
    public string? User { get; init; }

    /// <summary>Only at this access device; null for all.</summary>
    public string? Nas { get; init; }

    /// <summary>Only what this connector told; null for all.</summary>
    public string? Connector { get; init; }

    /// <summary>Only what comes after it; null for the newest.</summary>
    public AccessPosition? After { get; init; }
}

/// <summary>What happened where the network lets devices in. Events are only ever added; retention removes them by age.</summary>
public interface IAccessLog
{
    /// <summary>
    /// Keeps events in one transaction; they are durable when the task completes. One that the connector told before, within a day, is not kept again: sources
    /// repeat themselves.
    /// </summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was kept; try again later.</exception>
    Task<int> AppendAsync(string connector, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken);

    /// <summary>Events of one kind in a time range, the newest first.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    Task<IReadOnlyList<LoggedAccess<T>>> ReadAsync<T>(AccessQuestion question, CancellationToken cancellationToken)
        where T : AccessEvent;
}
