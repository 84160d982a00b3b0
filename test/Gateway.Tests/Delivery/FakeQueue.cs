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

    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        Replayed.Add(id);
        return DiscardAsync(id, cancellationToken);
    }

    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        if (Ready is null)
        {
            return Task.FromException<DeadLetter?>(new QueueUnavailableException("The broker is away."));
        }

        var letter = Letters.Find(l => l.Id == id);
        Letters.RemoveAll(l => l == letter);
        return Task.FromResult(letter);
    }
}
