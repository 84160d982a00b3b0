using System.Collections.Concurrent;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Identity;

/// <summary>
/// What flows show of who holds which internal address, and at which port: the newest few binding intervals of every address, in memory. Together with
/// sessions and other sources they make the identity index. The authority is in the address grains and the store. Addresses that nobody has
/// used for longer than a start would load are forgotten when their number has doubled. Thread-safe.
/// </summary>
public sealed class AddressIndex
{
    private const int IntervalsPerAddress = 4;
    private const int FewAddresses = 4096;
    private static readonly TimeSpan LoadedPast = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<UInt128, BindingTimeline> _timelines = new();
    private readonly Lock _forgetting = new();
    private int _count;
    private int _forgetAt = FewAddresses;

    /// <summary>Number of addresses with a known holder.</summary>
    public int Count => _timelines.Count;

    /// <summary>Fills the index from the store, at start.</summary>
    public async Task LoadAsync(IEntityStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await foreach (var binding in store.ReadBindingsAsync(now - LoadedPast, cancellationToken).ConfigureAwait(false))
        {
            Learn(binding, out _);
        }
    }

    /// <summary>Adds a sighting.</summary>
    /// <param name="sighting">What was seen.</param>
    /// <param name="newHolder">True when the address had another holder, or none, at that time.</param>
    /// <returns>The interval that now contains the sighting; null when it is older than everything kept.</returns>
    public Binding? Learn(in Binding sighting, out bool newHolder)
    {
        while (true)
        {
            if (!_timelines.TryGetValue(sighting.Address.Value, out var timeline))
            {
                timeline = Add(sighting);
            }

            lock (timeline)
            {
                if (_timelines.TryGetValue(sighting.Address.Value, out var current) && current == timeline)
                {
                    newHolder = timeline.At(sighting.FirstMs)?.Mac != sighting.Mac;
                    return timeline.Learn(sighting);
                }
            }

            // Forgotten in between.
        }
    }

    /// <summary>Takes back intervals of a MAC that turned out to be a router's.</summary>
    /// <returns>What was taken back.</returns>
    public IReadOnlyList<Binding> Revoke(IpAddr address, MacAddr mac, long sinceMs)
    {
        if (!_timelines.TryGetValue(address.Value, out var timeline))
        {
            return [];
        }

        lock (timeline)
        {
            return timeline.Revoke(mac, sinceMs);
        }
    }

    /// <summary>Who held an address at a moment, Unix milliseconds; null when unknown.</summary>
    public Binding? At(UInt128 address, long timeMs)
    {
        if (!_timelines.TryGetValue(address, out var timeline))
        {
            return null;
        }

        lock (timeline)
        {
            return timeline.At(timeMs);
        }
    }

    private BindingTimeline Add(in Binding sighting)
    {
        var timeline = new BindingTimeline(IntervalsPerAddress);
        if (!_timelines.TryAdd(sighting.Address.Value, timeline))
        {
            return _timelines.GetOrAdd(sighting.Address.Value, timeline);
        }

        if (Interlocked.Increment(ref _count) > Volatile.Read(ref _forgetAt))
        {
            ForgetBefore(sighting.LastMs - (long)LoadedPast.TotalMilliseconds - BindingTimeline.HoldMs);
        }

        return timeline;
    }

    private void ForgetBefore(long timeMs)
    {
        lock (_forgetting)
        {
            if (_count <= _forgetAt)
            {
                return;
            }

            foreach (var entry in _timelines)
            {
                lock (entry.Value)
                {
                    if (entry.Value.Intervals is [.., var newest] && newest.LastMs < timeMs && _timelines.TryRemove(entry))
                    {
                        Interlocked.Decrement(ref _count);
                    }
                }
            }

            _forgetAt = Math.Max(FewAddresses, 2 * _count);
        }
    }
}
