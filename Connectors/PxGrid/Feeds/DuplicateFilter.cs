namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>Remembers events for some time, bounded, so that the second delivery of one (by another pubsub node) is recognised.</summary>
internal sealed class DuplicateFilter(int capacity, TimeSpan memory, TimeProvider time)
{
    private readonly HashSet<Event> _seen = [];
    private readonly Queue<(Event Event, DateTimeOffset Until)> _order = new();

    /// <summary>True when this event was seen already; it is remembered in any case.</summary>
    public bool Seen(string key, DateTimeOffset? stamp, ulong hash)
    {
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && (oldest.Until <= now || _order.Count >= capacity))
        {
            _order.Dequeue();
            _seen.Remove(oldest.Event);
        }

        var one = new Event(key, stamp, hash);
        if (!_seen.Add(one))
        {
            return true;
        }

        _order.Enqueue((one, now + memory));
        return false;
    }

    private readonly record struct Event(string Key, DateTimeOffset? Stamp, ulong Hash);
}
