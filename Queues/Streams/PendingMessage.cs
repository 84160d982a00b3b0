using Clarion.Grains.Interfaces.Partitions;
using Clarion.Queues.Engines;

namespace Clarion.Queues.Streams;

/// <summary>A message that was taken from the queue and is not acknowledged.</summary>
/// <param name="source">The message.</param>
/// <param name="lane">Its lane.</param>
/// <param name="sequence">Its window.</param>
/// <param name="part">Its part of the window.</param>
/// <param name="parts">Parts of the window.</param>
internal sealed class PendingMessage(QueuedMessage source, LaneRef lane, long sequence, int part, int parts)
{
    public QueuedMessage Source { get; } = source;

    public LaneRef Lane { get; } = lane;

    public long Sequence { get; } = sequence;

    public int Part { get; } = part;

    public int Parts { get; } = parts;

    /// <summary>When it was taken from the queue, UTC.</summary>
    public DateTimeOffset TakenAt { get; init; }

    /// <summary>The stream has handed it to the partition, or has given that up.</summary>
    public bool IsPast { get; set; }

    /// <summary>The stream has given up to hand it over.</summary>
    public bool HasFailed { get; set; }

    /// <summary>It was past when the partition was last asked, so that the answer knows of it.</summary>
    public bool WasAsked { get; set; }

    /// <summary>What it is, for an operator.</summary>
    public string Window => FormattableString.Invariant($"{Lane.Gateway}/{Lane.Epoch}/{Lane.Worker}/{Sequence}/{Part + 1} of {Parts}");
}
