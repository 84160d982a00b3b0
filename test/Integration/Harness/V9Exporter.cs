using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Integration.Harness;

/// <summary>A minimal v9 exporter written against RFC 3954 alone, for tests that must know every byte they send.</summary>
public sealed class V9Exporter : IDisposable
{
    private const ushort TemplateId = 300;
    private const uint Uptime = 1_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);
    private static readonly (ushort Type, ushort Length)[] UptimeFields =
        [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4), (34000, 2), (34001, 2), (56, 6), (10, 4)];

    /// <summary>The same fields in another order and with other widths; times are calendar time instead of uptime.</summary>
    private static readonly (ushort Type, ushort Length)[] CalendarFields =
        [(10, 2), (56, 6), (153, 8), (152, 8), (2, 8), (1, 8), (34001, 2), (34000, 2), (4, 1), (11, 2), (7, 2), (12, 4), (8, 4)];

    private readonly UdpClient _udp;
    private IPEndPoint _collector;
    private (ushort Type, ushort Length)[] _fields = UptimeFields;
    private uint _sequence;

    /// <summary>An exporter at 127.0.0.1, or at another loopback address.</summary>
    public V9Exporter(int port, IPAddress? address = null)
    {
        _udp = new UdpClient(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        _collector = new IPEndPoint(IPAddress.Loopback, port);
    }

    /// <summary>How far its clock is ahead of ours.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>How far the ends of calendar-time flows are ahead of its clock.</summary>
    public TimeSpan FlowOffset { get; set; }

    /// <summary>Announces the layout of <see cref="UptimeFields"/>.</summary>
    public void SendTemplate() => Announce(UptimeFields);

    /// <summary>Announces the layout of <see cref="CalendarFields"/> under the same template id.</summary>
    public void SendCalendarTemplate() => Announce(CalendarFields);

    /// <summary>Announces templates that no data follows, as many to a datagram as fit.</summary>
    public void SendUnusedTemplates(ushort firstId, int count)
    {
        const int perDatagram = 100;
        for (var sent = 0; sent < count; sent += perDatagram)
        {
            var body = new List<byte>();
            var records = Math.Min(perDatagram, count - sent);
            for (var i = 0; i < records; i++)
            {
                AddTemplate(body, (ushort)(firstId + sent + i), [(8, 4), (12, 4)]);
            }

            Send(0, body, records);
        }
    }

    /// <summary>Sends flows of 1,000 bytes and 10 packets from client number n to a server on 443, in the layout announced last.</summary>
    public void SendFlows(int first, int count)
    {
        for (var sent = 0; sent < count; sent += 20)
        {
            var body = new List<byte>();
            var rows = Math.Min(20, count - sent);
            for (var i = 0; i < rows; i++)
            {
                foreach (var (type, length) in _fields)
                {
                    Add(body, Value(type, (uint)(first + sent + i)), length);
                }
            }

            Send(TemplateId, body, rows);
        }
    }

    /// <summary>Sends to another collector from now on; numbers go on.</summary>
    public void MoveTo(int port) => _collector = new IPEndPoint(IPAddress.Loopback, port);

    /// <summary>Datagrams that are lost on their way: their numbers are used up.</summary>
    public void Withhold(uint datagrams) => _sequence += datagrams;

    public void SendRaw(ReadOnlySpan<byte> datagram) => _udp.Send(datagram, _collector);

    public void Dispose() => _udp.Dispose();

    private static void AddTemplate(List<byte> body, ushort id, (ushort Type, ushort Length)[] fields)
    {
        Add(body, id, 2);
        Add(body, (ulong)fields.Length, 2);
        foreach (var (type, length) in fields)
        {
            Add(body, type, 2);
            Add(body, length, 2);
        }
    }

    private static void Add(List<byte> to, ulong value, int length)
    {
        for (var shift = 8 * (length - 1); shift >= 0; shift -= 8)
        {
            to.Add((byte)(value >> shift));
        }
    }

    private void Announce((ushort Type, ushort Length)[] fields)
    {
        var body = new List<byte>();
        AddTemplate(body, TemplateId, fields);
        Send(0, body, 1);
        _fields = fields;
    }

    private DateTimeOffset Now() => TimeProvider.System.GetUtcNow() + ClockOffset;

    private ulong Value(ushort type, uint client) => type switch
    {
        8 => 0x0A01_0000 | client,
        12 => 0x0A02_0001,
        7 => 50_000 + (client % 10_000),
        11 => 443,
        4 => 6,
        1 => 1000,
        2 => 10,
        22 => Uptime - (uint)Duration.TotalMilliseconds,
        21 => Uptime,
        152 => (ulong)(Now() + FlowOffset - Duration).ToUnixTimeMilliseconds(),
        153 => (ulong)(Now() + FlowOffset).ToUnixTimeMilliseconds(),
        34000 => 17,
        34001 => 23,
        56 => 0x0200_0001_0000UL | (client & 0xFFFF),
        10 => 1 + (client % 48),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not in any layout."),
    };

    private void Send(ushort setId, List<byte> body, int records)
    {
        while (body.Count % 4 != 0)
        {
            body.Add(0);
        }

        var datagram = new byte[24 + body.Count];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 9);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)records);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), Uptime);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)Now().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(12), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), 7);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(20), setId);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(22), (ushort)(4 + body.Count));
        body.CopyTo(datagram, 24);
        _udp.Send(datagram, _collector);
    }
}
