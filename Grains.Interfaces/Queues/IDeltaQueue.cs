using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Interfaces.Queues;

/// <summary>The queue between gateways and partitions, as operators see it.</summary>
public interface IDeltaQueue
{
    /// <summary>Kind: <c>memory</c>, <c>rabbitmq</c>, <c>kafka</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// True when the queue outlives processes and bounds itself. What a partition lacks is then on its way, unless the queue is empty or the partition says
    /// that it has seen later windows.
    /// </summary>
    bool IsDurable { get; }

    /// <summary>Messages that wait for each partition; empty when the kind cannot tell.</summary>
    /// <exception cref="QueueUnavailableException">The queue does not answer.</exception>
    Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken);

    /// <summary>Messages set aside, oldest first, a bounded number.</summary>
    /// <exception cref="QueueUnavailableException">The queue does not answer.</exception>
    Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message that was set aside to its partition once more.</summary>
    /// <returns>The message; null when there is none of that id.</returns>
    /// <exception cref="QueueUnavailableException">The queue does not answer; the message is still there.</exception>
    Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives up a message that was set aside.</summary>
    /// <returns>The message; null when there is none of that id.</returns>
    /// <exception cref="QueueUnavailableException">The queue does not answer; the message is still there.</exception>
    Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken);
}

/// <summary>How much waits for a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Messages">Messages in the queue.</param>
/// <param name="CountsTaken">True when those are among them that a receiver has taken and not acknowledged: a log cannot tell which those are.</param>
public readonly record struct QueueDepth(int Partition, long Messages, bool CountsTaken = false)
{
    /// <summary>Messages that nobody has taken.</summary>
    /// <param name="receiver">What the receiver says of itself; null when there is none.</param>
    public long Ready(ReceiverReport? receiver) => CountsTaken ? Math.Max(0, Messages - (receiver?.Kept ?? receiver?.Unacknowledged ?? 0)) : Messages;
}

/// <summary>A message that was set aside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partition">Partition it was for.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Published">When it was published, UTC; null when it does not say.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Window">Gateway, start, worker, window and part it says it is; null when it cannot be read.</param>
public sealed record DeadLetter(string Id, int Partition, string Reason, DateTimeOffset? Published, int Bytes, string? Window);

/// <summary>The queue does not answer, or takes no more.</summary>
public sealed class QueueUnavailableException : Exception
{
    /// <summary>Creates it with what to say to an operator.</summary>
    public QueueUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what to say to an operator and what happened.</summary>
    public QueueUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
