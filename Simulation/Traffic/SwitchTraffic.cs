using Clarion.Simulation.Behaviour;
using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Traffic;

/// <summary>
/// The exchanges that one switch sees, drawn one after another. Each exchange is reported by the client's switch only, so no flow is
/// counted twice. Depends on the seed, the hour and how many were drawn before; nothing else.
/// </summary>
internal sealed class SwitchTraffic
{
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const ulong RouterMac = 0x00_1B_54_00_00_01;

    private readonly Campus _campus;
    private readonly CampusSwitch _switch;
    private readonly DeviceBehaviour[] _behaviours;
    private readonly float[] _spread = new float[256];
    private SeededRandom _random;
    private AliasTable _activity;
    private long _hour = long.MinValue;
    private Exchange _open;
    private bool _answerPending;

    public SwitchTraffic(Campus campus, CampusSwitch owner)
    {
        _campus = campus;
        _switch = owner;
        _behaviours = [.. owner.Devices.Select(DeviceBehaviour.Of)];
        _random = new SeededRandom((ulong)(uint)campus.Options.Seed, 0x7AFF1C + (ulong)owner.Index);
        _activity = new AliasTable([.. owner.Devices.Select(_ => 1.0)]);

        // A fixed log-normal table instead of a logarithm a draw: sizes vary by a factor of about 20 either way.
        for (var i = 0; i < _spread.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < 6; k++)
            {
                sum += _random.Unit() - 0.5;
            }

            _spread[i] = (float)Math.Exp(sum * 1.5);
        }
    }

    /// <summary>The next one-way flow: an exchange's answer follows its request.</summary>
    public void NextFlow(long nowMs, bool v6, out OneWayFlow flow)
    {
        if (_answerPending)
        {
            _answerPending = false;
            _open.Reverse(out flow);
            return;
        }

        NextExchange(nowMs, v6, out _open);
        _answerPending = _open.Answered;
        flow = _open.Up;
    }

    /// <summary>True when the next flow is the answer to the last, which must use the same address family.</summary>
    public bool AnswerPending(out bool v6)
    {
        v6 = _answerPending && _open.Up.Source >> 32 != 0xFFFF;
        return _answerPending;
    }

    /// <summary>The next exchange.</summary>
    public void NextExchange(long nowMs, bool v6, out Exchange exchange)
    {
        FollowHour(nowMs);
        var slot = _activity.Pick(ref _random);
        var client = _switch.Devices[slot];
        var use = _behaviours[slot].Pick(ref _random);
        var service = ServiceCatalogue.Of(use.Service);
        var server = service.External ? null : _campus.Services.Pick(use.Service, client, ref _random);
        if (server is null && !service.External)
        {
            service = ServiceCatalogue.Of(ServiceKind.ExternalWeb);
        }

        var draw = _random.Next();
        exchange = default;
        exchange.Up = new OneWayFlow
        {
            Source = v6 ? client.AddressV6 : client.Address,
            SourceMac = client.Mac,
            SourceDevice = client.Index,
            SourceSgt = client.Sgt,
            Input = client.Port,
            Vlan = client.Vlan,
            Protocol = service.Protocol,
            Application = service.ApplicationId,
            SourcePort = (ushort)(49152 + (draw & 0x3FFF)),
            DestinationPort = service.Port,
            Tos = Tos(service.Kind),
            TcpFlags = service.Protocol == Tcp ? (byte)0x1B : (byte)0,
        };
        AddServer(ref exchange.Up, server, v6);
        AddPorts(ref exchange.Up, service, draw);
        AddTimes(ref exchange.Up, use, nowMs, draw);
        AddCounters(ref exchange, use, service, draw);
    }

    private static byte Tos(ServiceKind kind) => kind switch
    {
        ServiceKind.Rtp or ServiceKind.ExternalMeeting => 0xB8,
        ServiceKind.Sip => 0x60,
        ServiceKind.VideoUpload or ServiceKind.RtspCamera => 0x88,
        ServiceKind.Backup => 0x20,
        _ => 0,
    };

    private static void AddPorts(ref OneWayFlow flow, ServiceDefinition service, ulong draw)
    {
        if (service.Protocol == Icmp)
        {
            flow.SourcePort = 0;
        }
        else if (service.Port == 0)
        {
            flow.SourcePort = (ushort)(16384 + (draw & 0x1FFE));
            flow.DestinationPort = (ushort)(24576 + (draw >> 16 & 0x1FFE));
        }
        else if (service.Kind == ServiceKind.Dhcp)
        {
            flow.SourcePort = 68;
        }
        else if (service.Kind == ServiceKind.Ntp)
        {
            flow.SourcePort = 123;
        }
    }

    private void FollowHour(long nowMs)
    {
        var hour = DayCurve.HourOf(nowMs);
        if (hour != _hour)
        {
            _hour = hour;
            _activity = ActivityAt(hour);
        }
    }

    // Apart from its caller, because the closure would be allocated on every call there.
    private AliasTable ActivityAt(long hour) => new([.. _switch.Devices.Select(d => DayCurve.Activity(d.Type, hour))]);

    private void AddServer(ref OneWayFlow flow, CampusDevice? server, bool v6)
    {
        if (server is null)
        {
            flow.Destination = _campus.External.Pick(v6, ref _random);
            flow.DestinationDevice = -1;
            flow.DestinationMac = RouterMac;
            flow.Output = _switch.Uplink;
            return;
        }

        flow.Destination = v6 ? server.AddressV6 : server.Address;
        flow.DestinationDevice = server.Index;
        flow.DestinationSgt = server.Sgt;

        // Frames to another VLAN leave for the router, even when the server hangs on the same switch.
        var near = server.Switch == _switch.Index && server.Vlan == flow.Vlan;
        flow.Output = near ? server.Port : _switch.Uplink;
        flow.DestinationMac = near ? server.Mac : RouterMac;
    }

    private void AddTimes(ref OneWayFlow flow, ServiceUse use, long nowMs, ulong draw)
    {
        flow.EndMs = nowMs - (long)(draw >> 32 & 0x3FF);
        var duration = Math.Min(60_000, (long)(use.DurationMs * _spread[draw >> 8 & 255]));
        flow.StartMs = flow.EndMs - duration;
    }

    private void AddCounters(ref Exchange exchange, ServiceUse use, ServiceDefinition service, ulong draw)
    {
        (exchange.Up.Bytes, exchange.Up.Packets) = Count(use.BytesUp, service.PacketBytes, _spread[draw >> 40 & 255]);
        if (use.BytesDown > 0)
        {
            (exchange.BytesDown, exchange.PacketsDown) = Count(use.BytesDown, service.PacketBytes, _spread[draw >> 48 & 255]);
            exchange.FlagsDown = exchange.Up.TcpFlags;
        }
    }

    private (uint Bytes, uint Packets) Count(int usualBytes, int packetBytes, float spread)
    {
        var bytes = Math.Max(46, (uint)(usualBytes * spread));
        var packets = 1 + bytes / (uint)packetBytes;
        if (_switch.Sampling == 1)
        {
            return (bytes, packets);
        }

        // A sampled flow record exists only when at least one of its packets was drawn.
        var seen = Math.Max(1, packets / (uint)_switch.Sampling);
        return (Math.Max(46, bytes / packets) * seen, seen);
    }
}
