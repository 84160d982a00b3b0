using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Status;

/// <summary>How the client stands.</summary>
public enum PxGridState
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>Signing in.</summary>
    Connecting,

    /// <summary>Waits for an operator of ISE to approve the account.</summary>
    WaitingForApproval,

    /// <summary>The account is disabled in ISE.</summary>
    Disabled,

    /// <summary>Listening, and nothing is known to be missing.</summary>
    Running,

    /// <summary>Works in part: see topics and errors.</summary>
    Degraded,

    /// <summary>Does not work; see the error and the next try.</summary>
    Failed,
}

/// <summary>How one topic stands.</summary>
public sealed record PxTopicStatus
{
    /// <summary>The topic.</summary>
    public required PxTopic Topic { get; init; }

    /// <summary>In words: listening, reading, not offered by this ISE, refused and so on.</summary>
    public string State { get; init; } = "waiting for a connection";

    /// <summary>Nothing is known to be missing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>ISE closes the connection when this topic is subscribed: probably not allowed to the client.</summary>
    public bool Refused { get; init; }

    /// <summary>False when this ISE has no such service or topic; null before it was asked.</summary>
    public bool? Offered { get; init; }

    /// <summary>Number of the last message, or null.</summary>
    public long? LastSequence { get; init; }

    /// <summary>When the last message arrived, UTC.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>From the time of the newest record of the last message to its arrival, by two clocks.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Messages that wait to be applied.</summary>
    public int Waiting { get; init; }

    /// <summary>Messages received.</summary>
    public long Messages { get; init; }

    /// <summary>Records received in messages.</summary>
    public long Events { get; init; }

    /// <summary>Messages and records that came a second time or were older than what is known.</summary>
    public long Duplicates { get; init; }

    /// <summary>Times something was found missing.</summary>
    public long Gaps { get; init; }

    /// <summary>Messages missing by their numbers.</summary>
    public long Missing { get; init; }

    /// <summary>Messages discarded because too many waited.</summary>
    public long Discarded { get; init; }

    /// <summary>Reads of changes that repaired a gap.</summary>
    public long Recoveries { get; init; }

    /// <summary>Records read, in reads of everything and of changes.</summary>
    public long ReadRecords { get; init; }

    /// <summary>Reads of everything.</summary>
    public long Snapshots { get; init; }

    /// <summary>When everything was read last, UTC.</summary>
    public DateTimeOffset? LastSnapshotAt { get; init; }

    /// <summary>Messages that were no message of this topic.</summary>
    public long BadMessages { get; init; }

    /// <summary>Records that could not be read.</summary>
    public long BadRecords { get; init; }

    /// <summary>Records that hold now.</summary>
    public int Records { get; init; }

    /// <summary>Records that the last full read lacked, too many to be believed, and that are kept.</summary>
    public int Doubted { get; init; }

    /// <summary>Records refused because the table is full.</summary>
    public long RefusedRecords { get; init; }

    /// <summary>The last error in words, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When the next read will be tried, UTC, or null when none is due.</summary>
    public DateTimeOffset? NextTryAt { get; init; }
}

/// <summary>How one connection to a pubsub node stands.</summary>
/// <param name="Slot">Number of the connection, from 0.</param>
public sealed record PxConnectionStatus(int Slot)
{
    /// <summary>The node, or null while there is none.</summary>
    public string? Node { get; init; }

    /// <summary>Open and subscribed.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Connections that were opened.</summary>
    public long Opened { get; init; }

    /// <summary>Frames that were none, or for no subscription.</summary>
    public long BadFrames { get; init; }

    /// <summary>Why the last one ended, or could not be opened.</summary>
    public string? LastError { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>When the next try is due, UTC, or null.</summary>
    public DateTimeOffset? NextTryAt { get; init; }
}

/// <summary>How the client stands, at one moment.</summary>
/// <param name="State">In one word.</param>
/// <param name="Words">In a sentence for an operator.</param>
/// <param name="Account">State of the account, as ISE last told it.</param>
/// <param name="Version">pxGrid's version, as ISE told it.</param>
/// <param name="LastError">What hinders signing in, or null.</param>
/// <param name="NextTryAt">When signing in will be tried again, UTC, or null.</param>
/// <param name="Connections">The connections.</param>
/// <param name="Topics">The topics.</param>
public sealed record PxGridStatus(
    PxGridState State, string Words, PxAccountState Account, string? Version, string? LastError, DateTimeOffset? NextTryAt,
    IReadOnlyList<PxConnectionStatus> Connections, IReadOnlyList<PxTopicStatus> Topics)
{
    /// <summary>When signing in was hindered, UTC; null when it is not.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}
