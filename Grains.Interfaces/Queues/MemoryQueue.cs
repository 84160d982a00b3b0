namespace Clarion.Grains.Interfaces.Queues;

/// <summary>Streams in memory: they forget with their process, and have nothing to show.</summary>
public sealed class MemoryQueue : IDeltaQueue
{
    /// <summary>Name of the kind.</summary>
    public const string KindName = "memory";

    /// <inheritdoc />
    public string Kind => KindName;

    /// <inheritdoc />
    public bool IsDurable => false;

    /// <inheritdoc />
    public Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueDepth>>([]);

    /// <inheritdoc />
    public Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    /// <inheritdoc />
    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => Task.FromResult<DeadLetter?>(null);

    /// <inheritdoc />
    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => Task.FromResult<DeadLetter?>(null);
}
