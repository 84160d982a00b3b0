using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Queues.Engines;

/// <summary>What a broker has to do for the delta stream: one bounded, ordered, durable queue per partition, and one for dead letters.</summary>
internal interface IQueueEngine : IDeltaQueue, IAsyncDisposable
{
    /// <summary>Appends a message; durable on return.</summary>
    /// <exception cref="QueueUnavailableException">It may or may not have been taken; send it again.</exception>
    Task PublishAsync(int partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>A reader of a partition's queue. At most one reader of all silos gets messages at a time.</summary>
    IQueueReader CreateReader(int partition);

    /// <summary>Sets a message aside.</summary>
    /// <returns>False when too many have been.</returns>
    /// <exception cref="QueueUnavailableException">It was not set aside.</exception>
    Task<bool> SetAsideAsync(int partition, QueuedMessage message, string reason, string? window, CancellationToken cancellationToken);
}

/// <summary>Reads one partition's queue. Reading and acknowledging may happen at the same time.</summary>
internal interface IQueueReader : IAsyncDisposable
{
    /// <summary>Rises when messages that were taken come again: after a lost connection, and after <see cref="RewindAsync"/>.</summary>
    int Generation { get; }

    /// <summary>What the reader knows of its queue without asking, when that is a log; null when it is none, or nothing is known yet.</summary>
    LogExtent? Log { get; }

    /// <summary>What has come since the last call, at most so many; connects when that is needed.</summary>
    /// <exception cref="QueueUnavailableException">Try again later.</exception>
    Task<IReadOnlyList<QueuedMessage>> ReadAsync(int maxCount, CancellationToken cancellationToken);

    /// <summary>The queue may forget these messages. Those of an earlier generation are left out: they come again anyway.</summary>
    Task AcknowledgeAsync(IReadOnlyList<MessagePosition> positions, CancellationToken cancellationToken);

    /// <summary>All messages that are not acknowledged come again, in a new generation.</summary>
    Task RewindAsync(CancellationToken cancellationToken);
}

/// <summary>A log keeps everything from the first message that is not acknowledged on.</summary>
/// <param name="Lag">Messages that it keeps.</param>
/// <param name="Taken">Those of them up to the last that was taken.</param>
internal sealed record LogExtent(long Lag, long Taken);

/// <summary>Where a message is.</summary>
/// <param name="Generation">Connection that brought it: a later one brings it again when it was not acknowledged.</param>
/// <param name="Number">Its number there, rising.</param>
internal readonly record struct MessagePosition(int Generation, ulong Number);

/// <summary>A message as it came.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Published">When it was published, UTC; null when it does not say.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record QueuedMessage(MessagePosition Position, string Id, DateTimeOffset? Published, byte[] Body);
