using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Clarion.Flows;

namespace Clarion.Gateway.Tests.Collector;

/// <summary>An exporter of NetFlow v5 on a loopback address.</summary>
internal sealed class V5Exporter : IDisposable
{
    private const int HeaderBytes = 24;
    private const int RecordBytes = 48;

    private readonly Socket _socket;
    private readonly IPEndPoint _collector;
    private uint _sequence;

    public V5Exporter(string address, int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        _collector = new IPEndPoint(IPAddress.Loopback, port);
        Address = IpAddr.Parse(address);
    }

    public IpAddr Address { get; }

    public ushort Port => (ushort)((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Sends datagrams of so many records each; record n is of client 10.0.0.n.</summary>
    public void Send(int datagrams, int records)
    {
        for (var i = 0; i < datagrams; i++)
        {
            SendRaw(Datagram(records));
        }
    }

    public void SendRaw(ReadOnlySpan<byte> datagram) => _socket.SendTo(datagram, _collector);

    public void Dispose() => _socket.Dispose();

    private byte[] Datagram(int records)
    {
        var datagram = new byte[HeaderBytes + records * RecordBytes];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 5);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)records);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 1_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), _sequence);
        _sequence += (uint)records;
        for (var i = 0; i < records; i++)
        {
            var record = datagram.AsSpan(HeaderBytes + i * RecordBytes);
            BinaryPrimitives.WriteUInt32BigEndian(record, 0x0A000000u + (uint)i);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], 0x0A010001);
            BinaryPrimitives.WriteUInt32BigEndian(record[16..], 3);
            BinaryPrimitives.WriteUInt32BigEndian(record[20..], 1500);
            BinaryPrimitives.WriteUInt32BigEndian(record[24..], 999_000);
            BinaryPrimitives.WriteUInt32BigEndian(record[28..], 1_000_000);
            BinaryPrimitives.WriteUInt16BigEndian(record[32..], 50_000);
            BinaryPrimitives.WriteUInt16BigEndian(record[34..], 443);
            record[38] = 6;
        }

        return datagram;
    }
}
