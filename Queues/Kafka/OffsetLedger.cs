namespace Clarion.Queues.Kafka;

/// <summary>
/// Messages of a log that were handed out, and up to where all of them are settled: a log is acknowledged by one position, whatever the order in which its messages are done with.
/// </summary>
internal sealed class OffsetLedger
{
    private readonly SortedSet<long> _open = [];
    private long _next;

    /// <summary>Everything below is settled: where to go on after everything else is forgotten.</summary>
    public long Settled => _open.Count > 0 ? _open.Min : _next;

    /// <summary>Offsets from there to the last message that was handed out.</summary>
    public long Taken => _next - Settled;

    /// <summary>Begins anew: nothing is handed out, and the next message is this one or a later.</summary>
    public void Start(long offset)
    {
        _open.Clear();
        _next = offset;
    }

    /// <summary>A message is handed out.</summary>
    public void HandOut(long offset)
    {
        _open.Add(offset);
        _next = offset + 1;
    }

    /// <summary>A message is done with.</summary>
    public void Settle(long offset) => _open.Remove(offset);
}
