using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Gateway.Tests.Delivery;

/// <summary>A durable queue as operators see it.</summary>
internal sealed class FakeQueue(int partitions) : IDeltaQueue
{
    public string Kind => "fake";

    public bool IsDurable => true;

    /// <summary>Messages that wait for each partition; null while the queue does not answer.</summary>
    public long? Ready { get; set; } = 0;

    public List<DeadLetter> Letters { get; } = [];

    public List<string> Replayed { get; } = [];

    public Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken) => Ready is { } ready
        ? Task.FromResult<IReadOnlyList<QueueDepth>>([.. Enumerable.Range(0, partitions).Select(p => new QueueDepth(p, ready))])
        : Task.FromException<IReadOnlyList<QueueDepth>>(new QueueUnavailableException("The broker is away."));

    public Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeadLetter>>(Letters);

    public Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        Replayed.Add(id);
        return DiscardAsync(id, cancellationToken);
    }

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) => Ready is null
        ? Task.FromException<bool>(new QueueUnavailableException("The broker is away."))
        : Task.FromResult(Letters.RemoveAll(l => l.Id == id) > 0);
}
