using System.Collections.Concurrent;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Prefixes;

/// <summary>
/// Values by address prefix over time, IPv4 and IPv6, found by the longest prefix that had a value at the moment: subnets and what they are called,
/// and the prefixes of SXP. One hash table; a look-up probes it once for every prefix length in use. The order of changes does not matter, except
/// that of two values for one prefix and moment the larger one stays. Thread-safe.
/// </summary>
/// <typeparam name="T">Value.</typeparam>
/// <param name="order">Order of values.</param>
public sealed class PrefixTimeline<T>(IComparer<T> order)
{
    private const int V4Bits = 96;

    private readonly ConcurrentDictionary<Key, Step[]> _prefixes = new();
    private readonly Lock _writing = new();
    private volatile byte[] _lengths = [];

    /// <summary>Number of prefixes.</summary>
    public int Count => _prefixes.Count;

    /// <summary>Gives a prefix a value from a moment on.</summary>
    /// <param name="prefix">An address in it.</param>
    /// <param name="length">Length: 0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    /// <param name="value">The value.</param>
    /// <param name="fromMs">Unix milliseconds; <see cref="long.MinValue"/> for always.</param>
    /// <returns>False when nothing changes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than an address.</exception>
    public bool Set(IpAddr prefix, int length, T value, long fromMs = long.MinValue) => Add(prefix, length, new Step(fromMs, true, value));

    /// <summary>Takes the value of a prefix away from a moment on; shorter prefixes answer then.</summary>
    /// <returns>False when nothing changes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than an address.</exception>
    public bool Remove(IpAddr prefix, int length, long atMs) => Add(prefix, length, new Step(atMs, false, default));

    /// <summary>Forgets changes that no question about a moment from <paramref name="cutMs"/> on can see.</summary>
    public void Compact(long cutMs)
    {
        lock (_writing)
        {
            foreach (var (key, steps) in _prefixes)
            {
                var first = Math.Max(Array.FindLastIndex(steps, s => s.FromMs <= cutMs), 0);
                var kept = steps[first..];
                if (kept is [{ IsSet: false } only] && only.FromMs <= cutMs)
                {
                    _prefixes.TryRemove(key, out _);
                }
                else if (first > 0)
                {
                    _prefixes[key] = kept;
                }
            }

            _lengths = [.. _prefixes.Keys.Select(k => k.Bits).Distinct().OrderDescending()];
        }
    }

    /// <summary>The value of the longest prefix that holds the address at a moment.</summary>
    /// <param name="address">The address.</param>
    /// <param name="timeMs">Unix milliseconds.</param>
    /// <param name="value">The value.</param>
    /// <param name="length">Length of the prefix, in the terms of its family.</param>
    /// <returns>False when no prefix holds it.</returns>
    public bool TryFind(IpAddr address, long timeMs, out T? value, out int length)
    {
        var shift = address.IsV4 ? V4Bits : 0;
        foreach (var bits in _lengths)
        {
            if (bits < shift)
            {
                break;
            }

            if (_prefixes.TryGetValue(new Key(address.Value & Mask(bits), bits), out var steps)
                && At(steps, timeMs) is { IsSet: true } step)
            {
                value = step.Value;
                length = bits - shift;
                return true;
            }
        }

        value = default;
        length = 0;
        return false;
    }

    /// <summary>When the value of an address may have changed, Unix milliseconds in no order: every change of a prefix that holds it.</summary>
    public IReadOnlyList<long> ChangesOf(IpAddr address)
    {
        var shift = address.IsV4 ? V4Bits : 0;
        return
        [
            .. _lengths.Where(bits => bits >= shift)
                .SelectMany(bits => _prefixes.GetValueOrDefault(new Key(address.Value & Mask(bits), bits), [])).Select(step => step.FromMs),
        ];
    }

    private bool Add(IpAddr prefix, int length, Step step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, prefix.IsV4 ? 32 : 128);
        var bits = (byte)(prefix.IsV4 ? length + V4Bits : length);
        var key = new Key(prefix.Value & Mask(bits), bits);
        lock (_writing)
        {
            var steps = _prefixes.GetValueOrDefault(key, []);
            var same = Array.Find(steps, s => s.FromMs == step.FromMs);
            if (same is not null && !Outweighs(step, same))
            {
                return false;
            }

            _prefixes[key] = [.. steps.Where(s => s != same).Append(step).OrderBy(s => s.FromMs)];
            if (!_lengths.AsSpan().Contains(bits))
            {
                _lengths = [.. _lengths.Append(bits).OrderDescending()];
            }

            return true;
        }
    }

    // Asked for every end of every flow: allocates nothing.
    private static Step? At(Step[] steps, long timeMs)
    {
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            if (steps[i].FromMs <= timeMs)
            {
                return steps[i];
            }
        }

        return null;
    }

    private bool Outweighs(Step step, Step other) =>
        step.IsSet != other.IsSet ? step.IsSet : step.IsSet && order.Compare(step.Value, other.Value) > 0;

    private static UInt128 Mask(byte bits) => bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);

    private readonly record struct Key(UInt128 Network, byte Bits);

    private sealed record Step(long FromMs, bool IsSet, T? Value);
}
