namespace Clarion.Grains.Interfaces.Partitions;

/// <summary>What the receiver of a partition's durable queue says of itself when it asks what it may acknowledge.</summary>
/// <param name="Receiver">Silo that reads the queue.</param>
/// <param name="Unacknowledged">Messages that it has taken and the queue still keeps.</param>
/// <param name="Oldest">When the oldest of them was published, UTC; null without any.</param>
/// <param name="IsFull">True when it takes no more before some are committed: the partition then commits early.</param>
/// <param name="Lanes">Lanes it asks about.</param>
[GenerateSerializer, Immutable, Alias("clarion.ReceiverReport")]
public sealed record ReceiverReport(
    [property: Id(0)] string Receiver,
    [property: Id(1)] int Unacknowledged,
    [property: Id(2)] DateTimeOffset? Oldest,
    [property: Id(3)] bool IsFull,
    [property: Id(4)] IReadOnlyList<LaneRef> Lanes)
{
    /// <summary>Why the queue cannot be read; null when it can.</summary>
    [Id(5)] public string? Fault { get; init; }

    /// <summary>Where the receiver is; null when it does not say (before version 0.2 none did).</summary>
    [Id(6)] public SiloAddress? Silo { get; init; }

    /// <summary>Messages that it has taken and a log keeps, settled ones behind the first that is not settled too; null when the queue is no log.</summary>
    [Id(7)] public long? Kept { get; init; }
}

/// <summary>What a partition has done with the lanes it was asked about.</summary>
/// <param name="Lanes">How far each has come; a lane that is not named has not begun.</param>
/// <param name="Refused">Messages it cannot use; the newest few hundred.</param>
[GenerateSerializer, Immutable, Alias("clarion.QueueAnswer")]
public sealed record QueueAnswer(
    [property: Id(0)] IReadOnlyList<LaneProgress> Lanes, [property: Id(1)] IReadOnlyList<RefusedMessage> Refused)
{
    /// <summary>Where the partition is; null when it does not say.</summary>
    [Id(2)] public SiloAddress? Silo { get; init; }
}

/// <summary>A lane: a decode worker of one run of a gateway.</summary>
/// <param name="Gateway">Gateway.</param>
/// <param name="Epoch">Start of its process.</param>
/// <param name="Worker">Decode worker.</param>
[GenerateSerializer, Immutable, Alias("clarion.LaneRef")]
public readonly record struct LaneRef([property: Id(0)] string Gateway, [property: Id(1)] long Epoch, [property: Id(2)] int Worker);

/// <summary>How far a lane has come in a partition.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Merged">Last window in memory or in the store.</param>
/// <param name="Committed">Last window in the store: up to here messages may be acknowledged.</param>
[GenerateSerializer, Immutable, Alias("clarion.LaneProgress")]
public readonly record struct LaneProgress([property: Id(0)] LaneRef Lane, [property: Id(1)] long Merged, [property: Id(2)] long Committed);

/// <summary>A message that a partition cannot use, whenever it comes.</summary>
/// <param name="Lane">Its lane.</param>
/// <param name="Sequence">Its window.</param>
/// <param name="Part">Its part of the window.</param>
/// <param name="Reason">What is wrong with it, in words.</param>
[GenerateSerializer, Immutable, Alias("clarion.RefusedMessage")]
public readonly record struct RefusedMessage(
    [property: Id(0)] LaneRef Lane, [property: Id(1)] long Sequence, [property: Id(2)] int Part, [property: Id(3)] string Reason);
