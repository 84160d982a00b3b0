namespace Clarion.Flows.Records;

/// <summary>
/// Remembers the running totals (IE 85/86) of flows that are still open, so that each export adds only what is new. Bounded by two
/// generations: flows not exported for a whole generation are forgotten, and their next export counts in full.
/// </summary>
internal sealed class TotalsTable
{
    private readonly int _capacity;
    private Dictionary<Key, Totals> _young = [];
    private Dictionary<Key, Totals> _old = [];

    public TotalsTable(int capacity) => _capacity = Math.Max(1, capacity / 2);

    /// <summary>Turns the totals of a row into differences.</summary>
    /// <returns>True when an earlier export of the same flow was taken off.</returns>
    public bool TakeDifference(FlowBatch batch, int row)
    {
        var key = new Key(
            batch.SourceAddress[row], batch.DestinationAddress[row], batch.FlowId[row], batch.Exporter[row],
            batch.SourcePort[row], batch.DestinationPort[row], batch.Protocol[row]);
        var known = _young.TryGetValue(key, out var before) || _old.Remove(key, out before);
        var now = new Totals(batch.Bytes[row], batch.Packets[row], batch.StartMs[row]);

        // IE 136: 3 end seen, 4 forced, 5 lack of resources. The flow's last word; the same key may begin anew.
        if (batch.FlowEndReason[row] is 3 or 4 or 5)
        {
            _young.Remove(key);
        }
        else
        {
            Remember(key, now);
        }

        if (!known || before.Bytes > now.Bytes || before.Packets > now.Packets || Math.Abs(before.StartMs - now.StartMs) > 1000)
        {
            return false;
        }

        batch.Bytes[row] -= before.Bytes;
        batch.Packets[row] -= before.Packets;
        return true;
    }

    private void Remember(in Key key, in Totals totals)
    {
        if (_young.Count >= _capacity && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[key] = totals;
    }

    private readonly record struct Key(
        UInt128 Source, UInt128 Destination, ulong FlowId, int Exporter, ushort SourcePort, ushort DestinationPort, byte Protocol);

    private readonly record struct Totals(ulong Bytes, ulong Packets, long StartMs);
}
