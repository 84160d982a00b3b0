namespace Clarion.Storage.Contracts;

/// <summary>What somebody did.</summary>
public sealed record AuditEntry
{
    /// <summary>Longest name, action and subject, in characters; what is longer is cut.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest detail in characters; what is longer is cut.</summary>
    public const int MaxDetailLength = 4000;

    /// <summary>When, UTC, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: the name of an API key or a console user; empty when Clarion asks for no names.</summary>
    public required string Who { get; init; }

    /// <summary>What was done, as part and verb: <c>connector.save</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: its name.</summary>
    public required string Subject { get; init; }

    /// <summary>What changed, in words; never a secret.</summary>
    public string Detail { get; init; } = "";

    /// <summary>False when it was refused or failed; the detail says why.</summary>
    public bool Succeeded { get; init; } = true;
}

/// <summary>An entry in the log.</summary>
/// <param name="Number">Its number; grows with time of writing.</param>
/// <param name="Entry">What it says.</param>
public sealed record AuditRecord(long Number, AuditEntry Entry);

/// <summary>Which entries to read.</summary>
/// <param name="From">From when, UTC.</param>
/// <param name="To">Up to when, UTC, not included.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only entries with a smaller number; null for the newest.</param>
/// <param name="Who">Only by this name; null for all.</param>
/// <param name="Action">Only this action, or with a trailing dot all of a part; null for all.</param>
/// <param name="Subject">Only this subject; null for all.</param>
public sealed record AuditQuestion(
    DateTimeOffset From, DateTimeOffset To, int Limit, long? Before = null, string? Who = null, string? Action = null, string? Subject = null);

/// <summary>Who changed what, when. Entries are only ever added; retention removes them by age.</summary>
public interface IAuditLog
{
    /// <summary>Keeps an entry; it is durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">It was not kept.</exception>
    Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries of a time range, the newest first.</summary>
    Task<IReadOnlyList<AuditRecord>> ReadAsync(AuditQuestion question, CancellationToken cancellationToken);
}
