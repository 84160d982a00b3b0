namespace Clarion.Correlation.Bindings;

/// <summary>What a <see cref="SightingFilter"/> makes of a frame's source address and MAC.</summary>
public enum SightingVerdict : byte
{
    /// <summary>Known and recent: nothing to tell.</summary>
    Known,

    /// <summary>New, or not told for a while.</summary>
    Tell,

    /// <summary>The MAC is a router's: it says nothing about who holds the address.</summary>
    Router,

    /// <summary>The MAC has just turned out to be a router's: what it was seen with before must be taken back.</summary>
    BecameRouter,
}

/// <summary>What is taken back of a MAC that turned out to be a router's.</summary>
public readonly ref struct Retraction
{
    /// <summary>The addresses it was told to have been seen with, until the next sighting is judged.</summary>
    public ReadOnlySpan<UInt128> Addresses { get; init; }

    /// <summary>
    /// The newest moment that it was told for, Unix milliseconds. Flows do not come in the order of their times, so this can be after the one that gave the router
    /// away.
    /// </summary>
    public long UntilMs { get; init; }
}

/// <summary>
/// Turns "this MAC sent a packet with this source address into this interface", said with every flow, into rare facts. A MAC that shows
/// more than a few source addresses on one interface within the window is a router's, there and on every other interface. Bounded by two
/// generations: entries that were not used for a whole generation are forgotten. Not thread-safe.
/// </summary>
public sealed class SightingFilter
{
    /// <summary>Source addresses on one interface beyond which a MAC is taken for a router's (IPv6 hosts use several).</summary>
    public const int RouterThreshold = 8;

    /// <summary>A known sighting is told again after this time, so that intervals grow.</summary>
    public const long RepeatMs = 60_000;

    private const long WindowMs = 10 * 60_000;
    private const long RouterMemoryMs = 3_600_000;

    private readonly int _capacity;
    private readonly Dictionary<ulong, long> _routersUntilMs = [];
    private Dictionary<Key, Entry> _young;
    private Dictionary<Key, Entry> _old = [];

    /// <summary>Creates a filter that remembers at most twice <paramref name="capacity"/> (interface, MAC) pairs.</summary>
    public SightingFilter(int capacity = 100_000)
    {
        _capacity = capacity;
        _young = new Dictionary<Key, Entry>(1024);
    }

    /// <summary>Judges one sighting.</summary>
    /// <param name="exporter">Number of the exporter.</param>
    /// <param name="interfaceIndex">Ingress interface.</param>
    /// <param name="mac">Source MAC.</param>
    /// <param name="address">Source address.</param>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="retraction">With <see cref="SightingVerdict.BecameRouter"/>: what to take back; else empty.</param>
    public SightingVerdict Judge(
        int exporter, uint interfaceIndex, ulong mac, UInt128 address, long timeMs, out Retraction retraction)
    {
        retraction = default;
        var entry = Find(new Key(mac, exporter, interfaceIndex));
        if (_routersUntilMs.TryGetValue(mac, out var untilMs) && untilMs > timeMs)
        {
            return entry.Count == 0 ? SightingVerdict.Router : TakeBack(entry, timeMs, out retraction);
        }

        var known = entry.IndexOf(address);
        if (known >= 0)
        {
            var due = timeMs - entry.ToldMs[known] >= RepeatMs;
            if (due)
            {
                entry.ToldMs[known] = timeMs;
            }

            return due ? SightingVerdict.Tell : SightingVerdict.Known;
        }

        entry.Forget(timeMs - WindowMs);
        if (entry.Count == RouterThreshold)
        {
            if (_routersUntilMs.Count >= _capacity)
            {
                _routersUntilMs.Clear();
            }

            _routersUntilMs[mac] = timeMs + RouterMemoryMs;
            return TakeBack(entry, timeMs, out retraction);
        }

        entry.Add(address, timeMs);
        return SightingVerdict.Tell;
    }

    private static SightingVerdict TakeBack(Entry entry, long timeMs, out Retraction retraction)
    {
        retraction = new Retraction { Addresses = entry.Addresses.AsSpan(0, entry.Count), UntilMs = Math.Max(timeMs, entry.NewestMs) };
        entry.Count = 0;
        return SightingVerdict.BecameRouter;
    }

    private Entry Find(Key key)
    {
        if (_young.TryGetValue(key, out var entry))
        {
            return entry;
        }

        if (!_old.Remove(key, out entry))
        {
            entry = new Entry();
        }

        if (_young.Count >= _capacity)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[key] = entry;
        return entry;
    }

    private readonly record struct Key(ulong Mac, int Exporter, uint Interface);

    private sealed class Entry
    {
        public UInt128[] Addresses { get; private set; } = new UInt128[1];

        public long[] ToldMs { get; private set; } = new long[1];

        public int Count { get; set; }

        public long NewestMs
        {
            get
            {
                var newestMs = long.MinValue;
                foreach (var toldMs in ToldMs.AsSpan(0, Count))
                {
                    newestMs = Math.Max(newestMs, toldMs);
                }

                return newestMs;
            }
        }

        public int IndexOf(UInt128 address) => Addresses.AsSpan(0, Count).IndexOf(address);

        public void Add(UInt128 address, long timeMs)
        {
            if (Count == Addresses.Length)
            {
                var size = Math.Min(RouterThreshold, Count * 2);
                (var addresses, var told) = (Addresses, ToldMs);
                Array.Resize(ref addresses, size);
                Array.Resize(ref told, size);
                (Addresses, ToldMs) = (addresses, told);
            }

            Addresses[Count] = address;
            ToldMs[Count++] = timeMs;
        }

        public void Forget(long beforeMs)
        {
            for (var i = Count - 1; i >= 0; i--)
            {
                if (ToldMs[i] < beforeMs)
                {
                    Count--;
                    Addresses[i] = Addresses[Count];
                    ToldMs[i] = ToldMs[Count];
                }
            }
        }
    }
}
