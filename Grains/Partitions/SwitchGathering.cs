using System.Runtime.InteropServices;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Grains.Partitions;

/// <summary>Sums for one switch within one commit.</summary>
internal sealed class SwitchGathering
{
    private readonly Dictionary<uint, Usage> _buckets = new(1);
    private readonly Dictionary<uint, (Usage Usage, long LastMs)> _interfaces = [];
    private readonly Dictionary<DeviceId, AttachedDevice> _attached = [];
    private long _firstMs = long.MaxValue;
    private long _lastMs;

    public void Add(in ConversationDelta row)
    {
        ref readonly var c = ref row.Counters;
        var up = RowUsage.OfClient(row);
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, row.Key.Bucket, out _);
        bucket += up;
        AddInterface(row.Key.ClientInterface, up, c.LastMs);
        AddInterface(row.Key.ServerInterface, RowUsage.OfServer(row), c.LastMs);
        _firstMs = Math.Min(_firstMs, c.FirstMs);
        _lastMs = Math.Max(_lastMs, c.LastMs);
    }

    public void Attach(DeviceId device, uint interfaceIndex, ushort vlan, long timeMs)
    {
        ref var attached = ref CollectionsMarshal.GetValueRefOrAddDefault(_attached, device, out var known);
        if (!known || attached.LastMs < timeMs)
        {
            attached = new AttachedDevice(known ? attached.Device : device.ToString(), interfaceIndex, vlan, timeMs);
        }
    }

    public SwitchUpdate ToUpdate(int partition, long commitNumber, long previous) => new()
    {
        Partition = partition,
        CommitNumber = commitNumber,
        Previous = previous,
        Buckets = [.. _buckets.Select(b => new BucketUsage(b.Key, b.Value))],
        Interfaces = [.. _interfaces.Select(i => new InterfaceUsage(i.Key, i.Value.Usage, i.Value.LastMs))],
        Attached = [.. _attached.Values],
        FirstMs = _firstMs,
        LastMs = _lastMs,
    };

    private void AddInterface(uint interfaceIndex, Usage usage, long timeMs)
    {
        if (interfaceIndex != 0)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_interfaces, interfaceIndex, out _);
            entry = (entry.Usage + usage, Math.Max(entry.LastMs, timeMs));
        }
    }
}
