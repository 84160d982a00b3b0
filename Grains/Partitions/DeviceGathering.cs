using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Devices;

namespace Clarion.Grains.Partitions;

/// <summary>Sums for one device within one commit.</summary>
internal sealed class DeviceGathering
{
    private readonly Dictionary<uint, Usage> _buckets = new(1);
    private readonly Dictionary<UInt128, (long Flows, ulong Bytes)> _peers = new(2);
    private readonly Dictionary<ServiceKey, (long Flows, ulong Bytes)> _services = new(2);
    private readonly List<(UInt128 Address, long LastMs)> _addresses = new(1);
    private ushort _sgt;
    private long _sgtMs;
    private long _firstMs = long.MaxValue;
    private long _lastMs;

    /// <summary>True when all rows were taken back.</summary>
    public bool OnlyGaveBack => _lastMs == 0;

    /// <summary>When the newest row that was taken back ended, Unix milliseconds; 0 when none was.</summary>
    public long GaveBackMs { get; private set; }

    /// <summary>The device's addresses, each with the end of its newest row, Unix milliseconds.</summary>
    public IReadOnlyList<(UInt128 Address, long LastMs)> Addresses => _addresses;

    public void AddClient(in ConversationDelta row, UInt128 peer) =>
        Add(row, RowUsage.OfClient(row), peer, serves: false, row.Key.Client, row.Key.ClientSgt);

    public void AddServer(in ConversationDelta row, UInt128 peer) =>
        Add(row, RowUsage.OfServer(row), peer, serves: true, row.Key.Server, row.Key.ServerSgt);

    public DeviceUpdate ToUpdate(int partition, long commitNumber, long previous, AccessPort? port, string? became) => new()
    {
        Partition = partition,
        CommitNumber = commitNumber,
        Previous = previous,
        Buckets = [.. _buckets.Select(b => new BucketUsage(b.Key, b.Value))],
        Peers = [.. _peers.Where(p => p.Value != default).Select(p => new PeerDelta(p.Key, p.Value.Flows, p.Value.Bytes))],
        Services = [.. _services.Where(s => s.Value != default).Select(s => new ServiceDelta(s.Key, s.Value.Flows, s.Value.Bytes))],
        Addresses = [.. _addresses.Select(a => a.Address)],
        Sgt = _sgt,
        FirstMs = OnlyGaveBack ? 0 : _firstMs,
        LastMs = _lastMs,
        Port = port,
        Became = became,
    };

    private void Add(
        in ConversationDelta row, Usage usage, UInt128 peer, bool serves, UInt128 address, ushort sgt)
    {
        var bytes = usage.BytesSent + usage.BytesReceived;
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, row.Key.Bucket, out _);
        bucket += usage;
        ref var atPeer = ref CollectionsMarshal.GetValueRefOrAddDefault(_peers, peer, out _);
        atPeer = (atPeer.Flows + usage.Flows, atPeer.Bytes + bytes);
        var service = new ServiceKey(row.Key.Protocol, row.Key.ServerPort, serves);
        ref var atService = ref CollectionsMarshal.GetValueRefOrAddDefault(_services, service, out _);
        atService = (atService.Flows + usage.Flows, atService.Bytes + bytes);
        if (row.Key.Marks.HasFlag(ConversationMarks.Withdrawn))
        {
            GaveBackMs = Math.Max(GaveBackMs, row.Counters.LastMs);
            return;
        }

        _firstMs = Math.Min(_firstMs, row.Counters.FirstMs);
        _lastMs = Math.Max(_lastMs, row.Counters.LastMs);
        Place(address, sgt, row.Counters.LastMs);
    }

    private void Place(UInt128 address, ushort sgt, long timeMs)
    {
        var at = 0;
        while (at < _addresses.Count && _addresses[at].Address != address)
        {
            at++;
        }

        if (at == _addresses.Count)
        {
            _addresses.Add((address, timeMs));
        }
        else if (_addresses[at].LastMs < timeMs)
        {
            _addresses[at] = (address, timeMs);
        }

        if (sgt != 0 && timeMs >= _sgtMs)
        {
            (_sgt, _sgtMs) = (sgt, timeMs);
        }
    }
}
