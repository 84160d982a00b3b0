namespace Clarion.Connectors.Contract;

/// <summary>How a connector stands, in one word.</summary>
public enum ConnectorState
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>Signing in, or making its first pass.</summary>
    Connecting,

    /// <summary>Waits for a person at the other side (approval of the account).</summary>
    Waiting,

    /// <summary>Works, and nothing is known to be missing.</summary>
    Running,

    /// <summary>Works in part: see parts and errors.</summary>
    Degraded,

    /// <summary>Does not work; see the error and the next try.</summary>
    Failed,
}

/// <summary>How a connector stands, at one moment.</summary>
public sealed record ConnectorStatus
{
    /// <summary>Not started.</summary>
    public static ConnectorStatus Stopped { get; } = new() { State = ConnectorState.Stopped, Words = "Not running." };

    /// <summary>In one word.</summary>
    public required ConnectorState State { get; init; }

    /// <summary>In a sentence for an operator: what it is doing, or what is wrong and what to do about it.</summary>
    public required string Words { get; init; }

    /// <summary>Which server answers, and its version as far as it says; null while there is none.</summary>
    public string? Peer { get; init; }

    /// <summary>The last error in words; null when there was none. Never a secret.</summary>
    public string? LastError { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When something was read successfully last, UTC.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When it tries or polls again, UTC; null when it listens, or nothing is due.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>What it reads, one by one.</summary>
    public IReadOnlyList<ConnectorPart> Parts { get; init; } = [];
}

/// <summary>One kind of record that a connector reads (sessions, users, devices).</summary>
/// <param name="Name">What it is, in the plural.</param>
public sealed record ConnectorPart(string Name)
{
    /// <summary>In words: listening, reading, not offered, refused and so on.</summary>
    public string Words { get; init; } = "";

    /// <summary>Nothing is known to be missing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Records that hold now.</summary>
    public long Records { get; init; }

    /// <summary>Records that the last full pass lacked, too many to be believed, and that are kept until an operator accepts their loss.</summary>
    public long Doubted { get; init; }

    /// <summary>Records read since the start, in passes and events.</summary>
    public long Read { get; init; }

    /// <summary>Records that could not be used, and were skipped.</summary>
    public long Skipped { get; init; }

    /// <summary>Why the last one was skipped, or the last error of this part.</summary>
    public string? LastError { get; init; }

    /// <summary>When the last event or page arrived, UTC.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>When everything was read last, UTC.</summary>
    public DateTimeOffset? LastFullPassAt { get; init; }

    /// <summary>From the time of the newest record to its arrival, by two clocks.</summary>
    public TimeSpan? Lag { get; init; }
}
