using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>What one commit says about every entity it touches.</summary>
internal sealed class EntityUpdates
{
    private readonly int _partition;
    private readonly long _commitNumber;
    private readonly DeviceResolver _resolver;
    private readonly Dictionary<UInt128, DeviceGathering> _devices = [];
    private readonly Dictionary<IpAddr, SwitchGathering> _switches = [];
    private readonly Dictionary<(ushort Source, ushort Destination), PairGathering> _pairs = [];

    public EntityUpdates(int partition, long commitNumber, ConversationRows rows, DeviceResolver resolver)
    {
        (_partition, _commitNumber, _resolver) = (partition, commitNumber, resolver);
        for (var i = 0; i < rows.Rows.Count; i++)
        {
            Add(rows.Rows[i], rows.ClientDevices[i], rows.ServerDevices[i], rows.Exporters);
        }
    }

    public IEnumerable<(DeviceId Device, DeviceUpdate Update)> Devices(ToldEntities told) => _devices.Select(d =>
    {
        var device = new DeviceId(d.Key);
        return (device, d.Value.ToUpdate(_partition, _commitNumber, told.Devices.GetValueOrDefault(device), PortOf(d.Value), Became(device, d.Value)));
    });

    public IEnumerable<(string Switch, SwitchUpdate Update)> Switches(ToldEntities told) => _switches.Select(s =>
    {
        var key = s.Key.ToString();
        return (key, s.Value.ToUpdate(_partition, _commitNumber, told.Switches.GetValueOrDefault(key)));
    });

    public IEnumerable<(string Pair, SgtPairUpdate Update)> Pairs(ToldEntities told) => _pairs.Select(p =>
    {
        var key = FormattableString.Invariant($"{p.Key.Source}:{p.Key.Destination}");
        return (key, p.Value.ToUpdate(_partition, _commitNumber, told.Pairs.GetValueOrDefault(key)));
    });

    private static T Get<TKey, T>(Dictionary<TKey, T> gatherings, TKey key)
        where TKey : notnull
        where T : class, new()
    {
        if (!gatherings.TryGetValue(key, out var gathering))
        {
            gatherings[key] = gathering = new T();
        }

        return gathering;
    }

    private string? Became(DeviceId device, DeviceGathering gathering) =>
        !device.IsMac && gathering.OnlyGaveBack && _resolver.HolderOf(device.Address, gathering.GaveBackMs) is { IsNone: false } holder
            ? holder.ToString()
            : null;

    private void Add(in ConversationDelta row, UInt128 client, UInt128 server, IReadOnlyList<ExporterKey> exporters)
    {
        ref readonly var key = ref row.Key;
        if (client != UInt128.Zero)
        {
            Get(_devices, client).AddClient(row, server == UInt128.Zero ? key.Server : server);
        }

        // A conversation of a device with itself counts once.
        if (server != UInt128.Zero && server != client)
        {
            Get(_devices, server).AddServer(row, client == UInt128.Zero ? key.Client : client);
        }

        var exporter = exporters[key.Exporter].Address;
        var onSwitch = Get(_switches, exporter);
        onSwitch.Add(row);
        if (!key.Marks.HasFlag(ConversationMarks.Withdrawn))
        {
            Attach(onSwitch, exporter, key.Client, key.ClientInterface, row.Counters.LastMs);
            Attach(onSwitch, exporter, key.Server, key.ServerInterface, row.Counters.LastMs);
        }

        Get(_pairs, (key.ClientSgt, key.ServerSgt)).Add(
            row, client == UInt128.Zero ? key.Client : client, server == UInt128.Zero ? key.Server : server);
    }

    private AccessPort? PortOf(DeviceGathering gathering)
    {
        Binding? newest = null;
        foreach (var (address, lastMs) in gathering.Addresses)
        {
            if (_resolver.PortOf(address, lastMs) is { Interface: > 0 } binding && binding.LastMs >= (newest?.LastMs ?? 0))
            {
                newest = binding;
            }
        }

        return newest is { } port ? new AccessPort(port.Exporter.ToString(), port.Interface, port.Vlan, port.LastMs) : null;
    }

    private void Attach(SwitchGathering onSwitch, IpAddr exporter, UInt128 address, uint interfaceIndex, long timeMs)
    {
        if (interfaceIndex != 0 && _resolver.PortOf(address, timeMs) is { } binding
            && binding.Exporter == exporter && binding.Interface == interfaceIndex)
        {
            onSwitch.Attach(DeviceId.Of(binding.Mac), interfaceIndex, binding.Vlan, timeMs);
        }
    }
}
