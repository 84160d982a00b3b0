using Clarion.Connectors.PxGrid.Feeds;

namespace Clarion.Connectors.PxGrid.Pubsub;

/// <summary>The connections for events: one, or two to different nodes.</summary>
internal sealed class PubsubHub
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly PubsubSlot[] _slots;

    public PubsubHub(IReadOnlyList<TopicRoute> topics, FeedContext context)
    {
        // The second connection brings everything a second time. Where events carry no time of their own that cannot be told from a second
        // event, so those topics come over the first only.
        _slots =
        [
            .. Enumerable.Range(0, context.Options.PubsubNodes)
                .Select(s => new PubsubSlot(s, s == 0 ? topics : [.. topics.Where(t => t.Info.Stamped)], this, context)),
        ];
    }

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_slots.Select(s => s.RunAsync(cancellationToken)));

    /// <summary>Opens all connections anew.</summary>
    public void Restart()
    {
        foreach (var slot in _slots)
        {
            slot.Restart();
        }
    }

    /// <summary>Takes the node for one connection, unless another has it.</summary>
    public bool TryTake(string node)
    {
        lock (_lock)
        {
            return _taken.Add(node);
        }
    }

    /// <summary>Gives the node back.</summary>
    public void Release(string node)
    {
        lock (_lock)
        {
            _taken.Remove(node);
        }
    }
}
