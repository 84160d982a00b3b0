using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Integration.Harness;

/// <summary>A minimal v5 exporter: flows without MACs, as most routers send them.</summary>
public sealed class V5Exporter(int port) : IDisposable
{
    private const int HeaderLength = 24;
    private const int RecordLength = 48;
    private const uint Uptime = 1_000_000;

    private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _collector = new(IPAddress.Loopback, port);
    private uint _sequence;

    /// <summary>Sends a flow of 1,000 bytes over TCP that has just ended.</summary>
    public void Send(IPAddress source, IPAddress destination, ushort destinationPort)
    {
        var datagram = new byte[HeaderLength + RecordLength];
        var now = TimeProvider.System.GetUtcNow();
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 5);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), Uptime);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)now.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(12), (uint)(now.Millisecond * 1_000_000));
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), _sequence++);
        var record = datagram.AsSpan(HeaderLength);
        source.GetAddressBytes().CopyTo(record);
        destination.GetAddressBytes().CopyTo(record[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(record[12..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(record[14..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(record[16..], 10);
        BinaryPrimitives.WriteUInt32BigEndian(record[20..], 1000);
        BinaryPrimitives.WriteUInt32BigEndian(record[24..], Uptime - 1000);
        BinaryPrimitives.WriteUInt32BigEndian(record[28..], Uptime);
        BinaryPrimitives.WriteUInt16BigEndian(record[32..], 50_000);
        BinaryPrimitives.WriteUInt16BigEndian(record[34..], destinationPort);
        record[38] = 6;
        _udp.Send(datagram, _collector);
    }

    public void Dispose() => _udp.Dispose();
}
