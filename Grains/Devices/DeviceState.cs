using Clarion.Correlation.Addresses;
using Clarion.Correlation.Sketches;
using Clarion.Flows;
using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Devices;

namespace Clarion.Grains.Devices;

/// <summary>What a device grain gathers. Bounded: a hundred thousand of them must fit in a few hundred megabytes.</summary>
internal sealed class DeviceState
{
    private const int MaxPeers = 16;
    private const int MaxServices = 16;
    private const int MaxAddresses = 8;
    private const int MaxSgts = 8;

    private readonly AppliedCommits _applied;
    private readonly RecentBuckets _recent;
    private readonly HeavyHitters<UInt128> _peers = new(MaxPeers);
    private readonly HeavyHitters<ServiceKey> _services = new(MaxServices);
    private UInt128[] _addresses = [];
    private SgtSighting[] _sgts = [];
    private AccessPort? _port;
    private Usage _total;
    private long _firstMs;
    private long _lastMs;
    private string? _mergedInto;

    public DeviceState(long firstVersion)
    {
        Version = firstVersion;
        _applied = new AppliedCommits();
        _recent = new RecentBuckets();
    }

    public DeviceState(DeviceSnapshot saved, long firstVersion)
    {
        _applied = new AppliedCommits(saved.Applied);
        _recent = new RecentBuckets(saved.Recent);
        foreach (var peer in saved.Peers)
        {
            _peers.Restore(new(peer.Key, peer.Weight, peer.Count, peer.Error));
        }

        foreach (var service in saved.Services)
        {
            _services.Restore(new(service.Key, service.Weight, service.Count, service.Error));
        }

        (_addresses, _sgts, _port) = (saved.Addresses, saved.Sgts, saved.Port);
        (_total, _firstMs, _lastMs) = (saved.Total, saved.FirstMs, saved.LastMs);
        (_mergedInto, Version) = (saved.MergedInto, Math.Max(saved.Version, firstVersion));
    }

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>True when the device was ever seen.</summary>
    public bool IsKnown => _total.Flows > 0 || _mergedInto is not null;

    public bool IsDirty => _applied.IsDirty;

    /// <summary>Takes an update in; false when an earlier one is missing.</summary>
    public bool Apply(DeviceUpdate update)
    {
        if (_applied.Apply(update.Partition, update.CommitNumber, update.Previous) is var verdict and not CommitVerdict.New)
        {
            return verdict == CommitVerdict.Known;
        }

        Version++;
        _mergedInto = update.Became;
        foreach (var bucket in update.Buckets)
        {
            _total += bucket.Usage;
            _recent.Add(bucket);
        }

        foreach (var peer in update.Peers)
        {
            _peers.Change(peer.Peer, (long)peer.Bytes, peer.Flows);
        }

        foreach (var service in update.Services)
        {
            _services.Change(service.Service, (long)service.Bytes, service.Flows);
        }

        foreach (var address in update.Addresses)
        {
            MoveToFront(ref _addresses, address, MaxAddresses);
        }

        Sight(update.Sgt, update.FirstMs, update.LastMs, "flow");
        Extend(update.FirstMs, update.LastMs);
        if (update.Port is { } port && port.SeenMs >= (_port?.SeenMs ?? 0))
        {
            _port = port;
        }

        return true;
    }

    public bool Contains(int partition, long commitNumber) => _applied.Contains(partition, commitNumber);

    public bool IsDurable(int partition, long commitNumber) => _applied.IsDurable(partition, commitNumber);

    public void Collected() => _applied.Collected(Version);

    public bool Confirm(int partition, long commitNumber, long version) => _applied.Confirm(partition, commitNumber, version);

    public DeviceView ToView(string self, AddressSpaces spaces) => new(
        self,
        [.. _addresses.Select(a => new IpAddr(a).ToString())],
        _sgts,
        _port,
        _firstMs,
        _lastMs,
        _total,
        _recent.ToArray(),
        [.. _peers.Entries.ToArray().OrderByDescending(p => p.Weight)
            .Select(p => new PeerUsage(PeerText.Of(p.Key, spaces), p.Count, p.Weight, p.Error))],
        [.. _services.Entries.ToArray().OrderByDescending(s => s.Weight)
            .Select(s => new ServiceUsage(s.Key.Protocol, s.Key.Port, s.Count, s.Weight, s.Error, s.Key.Serves))],
        _mergedInto);

    public DeviceSnapshot ToSnapshot() => new()
    {
        Version = Version,
        Applied = _applied.Saved,
        Total = _total,
        Recent = _recent.ToArray(),
        Peers = [.. _peers.Entries.ToArray().Select(p => new SketchEntry<UInt128>(p.Key, p.Weight, p.Count, p.Error))],
        Services = [.. _services.Entries.ToArray().Select(s => new SketchEntry<ServiceKey>(s.Key, s.Weight, s.Count, s.Error))],
        Addresses = _addresses,
        Sgts = _sgts,
        Port = _port,
        FirstMs = _firstMs,
        LastMs = _lastMs,
        MergedInto = _mergedInto,
    };

    private static void MoveToFront(ref UInt128[] list, UInt128 item, int capacity)
    {
        if (list.Length > 0 && list[0] == item)
        {
            return;
        }

        list = [item, .. list.Where(i => i != item).Take(capacity - 1)];
    }

    private void Sight(ushort sgt, long firstMs, long lastMs, string source)
    {
        if (sgt == 0)
        {
            return;
        }

        var at = Array.FindIndex(_sgts, s => s.Sgt == sgt && s.Source == source);
        var sighting = at < 0
            ? new SgtSighting(sgt, firstMs, lastMs, source)
            : _sgts[at] with { FirstMs = Math.Min(_sgts[at].FirstMs, firstMs), LastMs = Math.Max(_sgts[at].LastMs, lastMs) };
        var others = _sgts.Where((_, i) => i != at);

        // Of those of one moment, the one that was told last: a late fact may have changed the group.
        _sgts = [.. others.Prepend(sighting).OrderByDescending(s => s.LastMs).Take(MaxSgts)];
    }

    private void Extend(long firstMs, long lastMs)
    {
        if (lastMs > 0)
        {
            _firstMs = _firstMs == 0 ? firstMs : Math.Min(_firstMs, firstMs);
            _lastMs = Math.Max(_lastMs, lastMs);
        }
    }
}
