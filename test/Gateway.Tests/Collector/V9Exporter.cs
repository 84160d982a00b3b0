using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Gateway.Tests.Collector;

/// <summary>An exporter of NetFlow v9 on a loopback address, with one template and as many domains as one likes.</summary>
internal sealed class V9Exporter : IDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _collector;
    private readonly Dictionary<uint, uint> _sequences = [];

    public V9Exporter(string address, int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        _collector = new IPEndPoint(IPAddress.Loopback, port);
    }

    /// <summary>Announces template 300: client and server.</summary>
    public void SendTemplate(uint domain) => _socket.SendTo(Template(domain), _collector);

    /// <summary>Sends a flow in the layout of template 300.</summary>
    public void SendData(uint domain) => _socket.SendTo(Datagram(domain, [0x01, 0x2C, 0, 12, 10, 0, 0, 1, 10, 1, 0, 1]), _collector);

    /// <summary>The datagram that announces template 300.</summary>
    public byte[] Template(uint domain) => Datagram(domain, [0, 0, 0, 16, 0x01, 0x2C, 0, 2, 0, 8, 0, 4, 0, 12, 0, 4]);

    public void Dispose() => _socket.Dispose();

    private byte[] Datagram(uint domain, ReadOnlySpan<byte> set)
    {
        var datagram = new byte[20 + set.Length];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 9);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 1_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), 1_700_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(12), _sequences[domain] = _sequences.GetValueOrDefault(domain) + 1);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), domain);
        set.CopyTo(datagram.AsSpan(20));
        return datagram;
    }
}
