using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>Where records come from.</summary>
public enum PxOrigin
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>A read of what changed since something was missed.</summary>
    Recovery,

    /// <summary>A read of everything.</summary>
    Snapshot,
}

/// <summary>What a record means.</summary>
public enum PxChangeKind
{
    /// <summary>It holds now; of things that merely happen, it happened.</summary>
    Current,

    /// <summary>ISE said that it ended or was deleted.</summary>
    Ended,

    /// <summary>A read of everything no longer holds it: its end was missed.</summary>
    Absent,
}

/// <summary>One change.</summary>
/// <typeparam name="T">Type of the record.</typeparam>
/// <param name="Kind">What it means.</param>
/// <param name="Record">The whole record as it is now, or was at its end.</param>
public readonly record struct PxChange<T>(PxChangeKind Kind, T Record);

/// <summary>Changes of one topic, in their order. What changes nothing is not told.</summary>
/// <typeparam name="T">Type of the records.</typeparam>
/// <param name="Topic">The topic.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="ReceivedAt">When they arrived, UTC.</param>
/// <param name="Sequence">Number of the message, when it has one.</param>
/// <param name="Changes">The changes.</param>
public sealed record PxBatch<T>(
    PxTopic Topic, PxOrigin Origin, DateTimeOffset ReceivedAt, long? Sequence, IReadOnlyList<PxChange<T>> Changes);

/// <summary>What is told beside the changes.</summary>
public enum PxMarkKind
{
    /// <summary>Something was missed: until <see cref="Whole"/> the topic's state may lack changes.</summary>
    Gap,

    /// <summary>A read of everything begins.</summary>
    SnapshotBegins,

    /// <summary>The read of everything ended; what it did not hold has been told as absent.</summary>
    SnapshotEnds,

    /// <summary>Nothing is known to be missing any more.</summary>
    Whole,
}

/// <summary>A mark in the stream of a topic's changes.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Kind">What it says.</param>
/// <param name="From">Since when something may be missing, by ISE's clock.</param>
/// <param name="Reason">Why, for an operator.</param>
public sealed record PxMark(PxTopic Topic, PxMarkKind Kind, DateTimeOffset From, string Reason);
