using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Grains.Switches;

/// <summary>What a switch grain gathers: interfaces and the devices behind them, both bounded.</summary>
internal sealed class SwitchState
{
    private const int MaxInterfaces = 2048;
    private const int MaxAttached = 8192;
    private const int ShownAttached = 500;

    private readonly AppliedCommits _applied;
    private readonly RecentBuckets _recent;
    private readonly Dictionary<uint, InterfaceUsage> _interfaces = [];
    private readonly Dictionary<string, AttachedDevice> _attached = new(StringComparer.Ordinal);
    private Usage _total;
    private long _firstMs;
    private long _lastMs;

    public SwitchState(long firstVersion)
    {
        Version = firstVersion;
        _applied = new AppliedCommits();
        _recent = new RecentBuckets();
    }

    public SwitchState(SwitchSnapshot saved, long firstVersion)
    {
        _applied = new AppliedCommits(saved.Applied);
        _recent = new RecentBuckets(saved.Recent);
        _interfaces = saved.Interfaces.ToDictionary(i => i.Interface);
        _attached = saved.Attached.ToDictionary(a => a.Device, StringComparer.Ordinal);
        (_total, _firstMs, _lastMs, Version) = (saved.Total, saved.FirstMs, saved.LastMs, Math.Max(saved.Version, firstVersion));
    }

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    public bool IsKnown => _total.Flows > 0;

    public bool IsDirty => _applied.IsDirty;

    /// <summary>Takes an update in; false when an earlier one is missing.</summary>
    public bool Apply(SwitchUpdate update)
    {
        if (_applied.Apply(update.Partition, update.CommitNumber, update.Previous) is var verdict and not CommitVerdict.New)
        {
            return verdict == CommitVerdict.Known;
        }

        Version++;
        foreach (var bucket in update.Buckets)
        {
            _total += bucket.Usage;
            _recent.Add(bucket);
        }

        foreach (var usage in update.Interfaces)
        {
            if (_interfaces.TryGetValue(usage.Interface, out var known))
            {
                _interfaces[usage.Interface] = new(usage.Interface, known.Usage + usage.Usage, Math.Max(known.LastMs, usage.LastMs));
            }
            else if (_interfaces.Count < MaxInterfaces)
            {
                _interfaces[usage.Interface] = usage;
            }
        }

        foreach (var device in update.Attached)
        {
            if (_attached.TryGetValue(device.Device, out var known) ? known.LastMs <= device.LastMs : _attached.Count < MaxAttached || DropOldest())
            {
                _attached[device.Device] = device;
            }
        }

        _firstMs = _firstMs == 0 ? update.FirstMs : Math.Min(_firstMs, update.FirstMs);
        _lastMs = Math.Max(_lastMs, update.LastMs);
        return true;
    }

    public bool Contains(int partition, long commitNumber) => _applied.Contains(partition, commitNumber);

    public bool IsDurable(int partition, long commitNumber) => _applied.IsDurable(partition, commitNumber);

    public void Collected() => _applied.Collected(Version);

    public bool Confirm(int partition, long commitNumber, long version) => _applied.Confirm(partition, commitNumber, version);

    public SwitchView ToView(string self) => new(
        self,
        _firstMs,
        _lastMs,
        _total,
        _recent.ToArray(),
        [.. _interfaces.Values.OrderBy(i => i.Interface)],
        [.. _attached.Values.OrderByDescending(a => a.LastMs).Take(ShownAttached)],
        _attached.Count);

    public SwitchSnapshot ToSnapshot() => new()
    {
        Version = Version,
        Applied = _applied.Saved,
        Total = _total,
        Recent = _recent.ToArray(),
        Interfaces = [.. _interfaces.Values],
        Attached = [.. _attached.Values],
        FirstMs = _firstMs,
        LastMs = _lastMs,
    };

    private bool DropOldest()
    {
        // A tenth at once, so that a full switch does not sort for every newcomer.
        foreach (var old in _attached.Values.OrderBy(a => a.LastMs).Take(MaxAttached / 10).ToList())
        {
            _attached.Remove(old.Device);
        }

        return true;
    }
}
