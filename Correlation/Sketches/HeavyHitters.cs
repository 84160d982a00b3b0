namespace Clarion.Correlation.Sketches;

/// <summary>One key of a <see cref="HeavyHitters{TKey}"/>.</summary>
/// <typeparam name="TKey">Key.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Weight">Sum of weights, never too small.</param>
/// <param name="Count">Number of occurrences, never too small.</param>
/// <param name="Error">By how much <paramref name="Weight"/> may be too large.</param>
public record struct HeavyHitter<TKey>(TKey Key, ulong Weight, long Count, ulong Error);

/// <summary>
/// The largest keys of a stream by weight in bounded memory (the space-saving algorithm of Metwally, Agrawal and El Abbadi, 2005): a new key
/// takes the place of the smallest one and inherits its weight as possible error. A plain array: with a few dozen entries a scan is
/// faster and smaller than any index.
/// </summary>
/// <typeparam name="TKey">Key.</typeparam>
public sealed class HeavyHitters<TKey>
    where TKey : IEquatable<TKey>
{
    private readonly int _capacity;
    private HeavyHitter<TKey>[] _entries = [];
    private int _count;

    /// <summary>Creates a sketch of at most <paramref name="capacity"/> keys.</summary>
    public HeavyHitters(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>The entries, in no order.</summary>
    public ReadOnlySpan<HeavyHitter<TKey>> Entries => _entries.AsSpan(0, _count);

    /// <summary>Adds weight to a key.</summary>
    public void Add(TKey key, ulong weight, long count)
    {
        var smallest = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _entries[i];
            if (entry.Key.Equals(key))
            {
                entry.Weight += weight;
                entry.Count += count;
                return;
            }

            if (entry.Weight < _entries[smallest].Weight)
            {
                smallest = i;
            }
        }

        if (_count < _capacity)
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Min(_capacity, Math.Max(4, _count * 2)));
            }

            _entries[_count++] = new HeavyHitter<TKey>(key, weight, count, 0);
            return;
        }

        ref var victim = ref _entries[smallest];
        victim = new HeavyHitter<TKey>(key, victim.Weight + weight, victim.Count + count, victim.Weight);
    }

    /// <summary>
    /// Adds weight to a key, or takes back, when one of the numbers is negative, what was added before. Of a key that has given way nothing is left to
    /// take back; bounds stay bounds.
    /// </summary>
    public void Change(TKey key, long weight, long count)
    {
        if (weight == 0 && count == 0)
        {
            return;
        }

        if (weight >= 0 && count >= 0)
        {
            Add(key, (ulong)weight, count);
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _entries[i];
            if (!entry.Key.Equals(key))
            {
                continue;
            }

            entry.Count = Math.Max(0, entry.Count + count);
            entry.Weight = (ulong)Math.Max(0, (long)entry.Weight + weight);
            entry.Error = Math.Min(entry.Error, entry.Weight);
            if (entry.Count == 0)
            {
                entry = _entries[--_count];
            }

            return;
        }
    }

    /// <summary>Restores a saved entry; entries beyond the capacity are ignored.</summary>
    public void Restore(HeavyHitter<TKey> entry)
    {
        if (_count == _capacity)
        {
            return;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(_capacity, Math.Max(4, _count * 2)));
        }

        _entries[_count++] = entry;
    }
}
