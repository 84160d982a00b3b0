using System.Runtime.InteropServices;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Prefill;

/// <summary>Gathers the listing rows of devices and switches, which in the product come from their grains.</summary>
internal sealed class Listing(DeviceResolver resolver)
{
    private readonly Dictionary<UInt128, DeviceSum> _devices = [];
    private readonly Dictionary<IpAddr, SwitchSum> _switches = [];

    /// <summary>Adds the rows of a commit.</summary>
    public void Add(ConversationRows conversations)
    {
        for (var i = 0; i < conversations.Rows.Count; i++)
        {
            var row = conversations.Rows[i];
            var (client, server) = (conversations.ClientDevices[i], conversations.ServerDevices[i]);
            if (client != UInt128.Zero)
            {
                Device(client).Add(row, row.Key.Client, row.Key.ClientSgt, row.Counters.BytesUp, row.Counters.BytesDown);
            }

            if (server != UInt128.Zero && server != client)
            {
                Device(server).Add(row, row.Key.Server, row.Key.ServerSgt, row.Counters.BytesDown, row.Counters.BytesUp);
            }

            Switch(conversations.Exporters[row.Key.Exporter].Address).Add(row);
        }
    }

    /// <summary>Rows of all devices.</summary>
    public IReadOnlyList<DeviceRow> Devices() => [.. _devices.Select(d => d.Value.ToRow(new DeviceId(d.Key), resolver))];

    /// <summary>Rows of all switches.</summary>
    public IReadOnlyList<SwitchRow> Switches()
    {
        var attached = _devices.Values
            .Select(d => resolver.PortOf(d.Address, d.LastMs))
            .Where(b => b is { Interface: > 0 })
            .CountBy(b => b!.Value.Exporter)
            .ToDictionary();
        return [.. _switches.Select(s => s.Value.ToRow(s.Key, attached.GetValueOrDefault(s.Key)))];
    }

    private DeviceSum Device(UInt128 id)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_devices, id, out _);
        return sum ??= new DeviceSum();
    }

    private SwitchSum Switch(IpAddr address)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_switches, address, out _);
        return sum ??= new SwitchSum();
    }

    private sealed class DeviceSum
    {
        private long _firstMs = long.MaxValue;
        private long _flows;
        private ulong _sent;
        private ulong _received;
        private ushort _sgt;

        public UInt128 Address { get; private set; }

        public long LastMs { get; private set; }

        public void Add(in ConversationDelta row, UInt128 address, ushort sgt, ulong sent, ulong received)
        {
            _firstMs = Math.Min(_firstMs, row.Counters.FirstMs);
            LastMs = Math.Max(LastMs, row.Counters.LastMs);
            _flows += row.Counters.FlowsUp + row.Counters.FlowsDown;
            _sent += sent;
            _received += received;
            _sgt = sgt != 0 ? sgt : _sgt;
            Address = address;
        }

        public DeviceRow ToRow(DeviceId id, DeviceResolver resolver)
        {
            var port = resolver.PortOf(Address, LastMs);
            return new DeviceRow(
                id.ToString(), new IpAddr(Address).ToString(), _sgt, port?.Exporter.ToString() ?? "", port?.Interface ?? 0, port?.Vlan ?? 0,
                DateTimeOffset.FromUnixTimeMilliseconds(_firstMs), DateTimeOffset.FromUnixTimeMilliseconds(LastMs), _flows, _sent, _received, "");
        }
    }

    private sealed class SwitchSum
    {
        private readonly HashSet<uint> _interfaces = [];
        private long _firstMs = long.MaxValue;
        private long _lastMs;
        private long _flows;
        private ulong _bytes;

        public void Add(in ConversationDelta row)
        {
            _firstMs = Math.Min(_firstMs, row.Counters.FirstMs);
            _lastMs = Math.Max(_lastMs, row.Counters.LastMs);
            _flows += row.Counters.FlowsUp + row.Counters.FlowsDown;
            _bytes += row.Counters.BytesUp + row.Counters.BytesDown;
            _interfaces.Add(row.Key.ClientInterface);
            _interfaces.Add(row.Key.ServerInterface);
        }

        public SwitchRow ToRow(IpAddr address, int devices) => new(
            address.ToString(), _interfaces.Count(i => i != 0), devices, DateTimeOffset.FromUnixTimeMilliseconds(_firstMs),
            DateTimeOffset.FromUnixTimeMilliseconds(_lastMs), _flows, _bytes);
    }
}
