namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// When sessions were ended because a full read lacked them. Should one turn up again after all, ISE's time of it lies before that end, which is by our
/// clock: it goes on after the end. Remembered for a day. Not thread-safe.
/// </summary>
internal sealed class AbsentEnds
{
    private const long MemoryMs = 24 * 3_600_000;

    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long AtMs)> _order = new();

    /// <summary>How many are remembered.</summary>
    public int Count => _ends.Count;

    /// <summary>A session was ended.</summary>
    public void Add(string key, long atMs)
    {
        while (_order.TryPeek(out var oldest) && oldest.AtMs < atMs - MemoryMs)
        {
            _order.Dequeue();
            if (_ends.TryGetValue(oldest.Key, out var end) && end == oldest.AtMs)
            {
                _ends.Remove(oldest.Key);
            }
        }

        _ends[key] = atMs;
        _order.Enqueue((key, atMs));
    }

    /// <summary>The moment of a record, Unix milliseconds, but after the end of its session.</summary>
    public long After(string key, long atMs) => _ends.TryGetValue(key, out var end) && atMs <= end ? end + 1 : atMs;
}
