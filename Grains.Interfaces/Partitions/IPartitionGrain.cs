using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Partitions;

/// <summary>
/// One ordered lane of the delta stream (key: partition number). Merges deltas, commits rollups with its watermark, then tells the
/// entities what was committed.
/// </summary>
[Alias("clarion.IPartitionGrain")]
public interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>Commits what is open and makes all entity states durable; for a graceful stop and for tests.</summary>
    [Alias("Flush")]
    Task Flush();

    /// <summary>Applied windows by lane, for the gateway that replays the flow log after a restart.</summary>
    [Alias("GetStatus"), AlwaysInterleave]
    Task<PartitionStatus> GetStatus();

    /// <summary>Asked by the receiver of a durable queue: what is committed and may be acknowledged, and what cannot be used.</summary>
    [Alias("Settle"), AlwaysInterleave]
    Task<QueueAnswer> Settle(ReceiverReport report);
}

/// <summary>Where a partition stands.</summary>
/// <param name="Partition">Number.</param>
/// <param name="CommitNumber">Last commit.</param>
/// <param name="EntityCommitNumber">Commit contained in durable entity states.</param>
/// <param name="OpenConversations">Conversations merged but not yet committed.</param>
/// <param name="AppliedFlows">Flow records applied since activation.</param>
/// <param name="DuplicateBatches">Batches ignored because they had been applied.</param>
/// <param name="RefusedBatches">Batches of an unknown layout.</param>
/// <param name="Lanes">Last window seen by lane.</param>
/// <param name="Fault">Why the last commit failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("clarion.PartitionStatus")]
public sealed record PartitionStatus(
    [property: Id(0)] int Partition,
    [property: Id(1)] long CommitNumber,
    [property: Id(2)] long EntityCommitNumber,
    [property: Id(3)] int OpenConversations,
    [property: Id(4)] long AppliedFlows,
    [property: Id(5)] long DuplicateBatches,
    [property: Id(6)] long RefusedBatches,
    [property: Id(7)] IReadOnlyList<LaneStatus> Lanes,
    [property: Id(8)] string? Fault)
{
    /// <summary>Batches left out because windows before them had not come; the gateway sends them again from the flow log.</summary>
    [Id(9)] public long GapBatches { get; init; }

    /// <summary>Lanes of which windows were left out because earlier ones had not come, with the last such window.</summary>
    [Id(10)] public IReadOnlyList<LaneStatus> Gaps { get; init; } = [];

    /// <summary>What the receiver of this partition's queue said last; null with streams in memory, and before it has said anything.</summary>
    [Id(11)] public ReceiverReport? Queue { get; init; }

    /// <summary>Where the partition is.</summary>
    [Id(12)] public SiloAddress? Silo { get; init; }
}

/// <summary>A lane as a partition sees it.</summary>
/// <param name="Gateway">Gateway.</param>
/// <param name="Epoch">Start of its process.</param>
/// <param name="Worker">Decode worker.</param>
/// <param name="Sequence">Last window merged.</param>
[GenerateSerializer, Immutable, Alias("clarion.LaneStatus")]
public readonly record struct LaneStatus(
    [property: Id(0)] string Gateway, [property: Id(1)] long Epoch, [property: Id(2)] int Worker, [property: Id(3)] long Sequence);
