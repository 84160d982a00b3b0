using Clarion.Flows;

namespace Clarion.Correlation.Bindings;

/// <summary>
/// Who held one address, and when: intervals that never overlap, newest last. Between the last sighting of one holder and the first of
/// the next, the earlier one is taken to hold on, for at most <see cref="HoldMs"/> (a usual DHCP lease). Not thread-safe.
/// </summary>
public sealed class BindingTimeline
{
    /// <summary>How long an address is taken to stay with its last holder after the last sighting: eight hours.</summary>
    public const long HoldMs = 8 * 3600 * 1000L;

    private readonly int _capacity;
    private readonly List<Binding> _intervals = new(1);

    /// <summary>Creates an empty timeline of at most <paramref name="capacity"/> intervals; the oldest goes first.</summary>
    public BindingTimeline(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>The intervals, oldest first.</summary>
    public IReadOnlyList<Binding> Intervals => _intervals;

    /// <summary>Adds a sighting.</summary>
    /// <returns>The interval that now contains it, or null when the sighting is older than everything kept.</returns>
    public Binding? Learn(in Binding sighting)
    {
        var at = _intervals.Count;
        while (at > 0 && _intervals[at - 1].FirstMs > sighting.FirstMs)
        {
            at--;
        }

        // Extend the interval before or after when the holder is the same and nobody else was seen in between.
        if (at > 0 && _intervals[at - 1].Mac == sighting.Mac && sighting.FirstMs - _intervals[at - 1].LastMs <= HoldMs)
        {
            return Extend(at - 1, sighting);
        }

        var othersBetween = at > 0 && _intervals[at - 1].LastMs > sighting.LastMs;
        if (at < _intervals.Count && _intervals[at].Mac == sighting.Mac && !othersBetween
            && _intervals[at].FirstMs - sighting.LastMs <= HoldMs)
        {
            return Extend(at, sighting);
        }

        return Insert(at, sighting);
    }

    /// <summary>Who held the address at a moment (Unix milliseconds); null when nobody is known to.</summary>
    public Binding? At(long timeMs)
    {
        for (var i = _intervals.Count - 1; i >= 0; i--)
        {
            if (_intervals[i].FirstMs <= timeMs)
            {
                return timeMs - _intervals[i].LastMs <= HoldMs ? _intervals[i] : null;
            }
        }

        return null;
    }

    /// <summary>Removes the intervals of a MAC that turned out to be a router's, as far as they began at or after a moment.</summary>
    /// <returns>What was removed.</returns>
    public IReadOnlyList<Binding> Revoke(MacAddr mac, long sinceMs)
    {
        var removed = _intervals.FindAll(b => b.Mac == mac && b.FirstMs >= sinceMs);
        _intervals.RemoveAll(b => b.Mac == mac && b.FirstMs >= sinceMs);
        return removed;
    }

    private Binding? Insert(int at, in Binding sighting)
    {
        var next = at < _intervals.Count ? _intervals[at].FirstMs : long.MaxValue;
        var added = sighting with { LastMs = Math.Min(sighting.LastMs, next) };
        if (at > 0 && _intervals[at - 1] is var before && before.LastMs > added.FirstMs)
        {
            // A late sighting inside another holder's interval splits it.
            _intervals[at - 1] = before with { LastMs = added.FirstMs };
            if (before.LastMs > added.LastMs)
            {
                _intervals.Insert(at, before with { FirstMs = added.LastMs });
            }
        }

        _intervals.Insert(at, added);
        while (_intervals.Count > _capacity)
        {
            _intervals.RemoveAt(0);
            at--;
        }

        return at < 0 ? null : added;
    }

    private Binding Extend(int at, in Binding sighting)
    {
        var old = _intervals[at];
        var newest = sighting.LastMs >= old.LastMs ? sighting : old;
        var limit = at + 1 < _intervals.Count ? _intervals[at + 1].FirstMs : long.MaxValue;
        var extended = newest with
        {
            FirstMs = Math.Min(old.FirstMs, sighting.FirstMs),
            LastMs = Math.Min(limit, Math.Max(old.LastMs, sighting.LastMs)),
        };
        _intervals[at] = extended;
        if (at > 0 && _intervals[at - 1].LastMs > extended.FirstMs)
        {
            _intervals[at - 1] = _intervals[at - 1] with { LastMs = extended.FirstMs };
        }

        return extended;
    }
}
