using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Integration.Harness;

/// <summary>A minimal v9 exporter written against RFC 3954 alone, for tests that must know every byte they send.</summary>
public sealed class V9Exporter : IDisposable
{
    private const ushort TemplateId = 300;
    private static readonly (ushort Type, ushort Length)[] Fields =
        [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4), (34000, 2), (34001, 2), (56, 6), (10, 4)];

    private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _collector;
    private uint _sequence;

    public V9Exporter(int port) => _collector = new IPEndPoint(IPAddress.Loopback, port);

    public void SendTemplate()
    {
        var body = new List<byte>();
        Add16(body, TemplateId);
        Add16(body, (ushort)Fields.Length);
        foreach (var (type, length) in Fields)
        {
            Add16(body, type);
            Add16(body, length);
        }

        Send(0, body, 1);
    }

    /// <summary>Sends flows of 1,000 bytes and 10 packets from client number n to a server on 443.</summary>
    public void SendFlows(int first, int count)
    {
        for (var sent = 0; sent < count; sent += 20)
        {
            var body = new List<byte>();
            var rows = Math.Min(20, count - sent);
            for (var i = 0; i < rows; i++)
            {
                var client = (uint)(first + sent + i);
                Add32(body, 0x0A01_0000 | client);
                Add32(body, 0x0A02_0001);
                Add16(body, (ushort)(50_000 + client % 10_000));
                Add16(body, 443);
                body.Add(6);
                Add32(body, 1000);
                Add32(body, 10);
                Add32(body, 999_000);
                Add32(body, 1_000_000);
                Add16(body, 17);
                Add16(body, 23);
                body.AddRange([0x02, 0x00, 0x00, 0x01, (byte)(client >> 8), (byte)client]);
                Add32(body, 1 + client % 48);
            }

            Send(TemplateId, body, rows);
        }
    }

    public void SendRaw(ReadOnlySpan<byte> datagram) => _udp.Send(datagram, _collector);

    public void Dispose() => _udp.Dispose();

    private static void Add16(List<byte> to, ushort value) => to.AddRange([(byte)(value >> 8), (byte)value]);

    private static void Add32(List<byte> to, uint value)
    {
        Add16(to, (ushort)(value >> 16));
        Add16(to, (ushort)value);
    }

    private void Send(ushort setId, List<byte> body, int records)
    {
        while (body.Count % 4 != 0)
        {
            body.Add(0);
        }

        var datagram = new byte[24 + body.Count];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 9);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)records);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 1_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(12), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), 7);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(20), setId);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(22), (ushort)(4 + body.Count));
        body.CopyTo(datagram, 24);
        _udp.Send(datagram, _collector);
    }
}
