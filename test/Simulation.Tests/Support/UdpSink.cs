using System.Net;
using System.Net.Sockets;

namespace Clarion.Simulation.Tests.Support;

/// <summary>Receives on a free loopback port and keeps every datagram with its sender.</summary>
internal sealed class UdpSink : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 8 << 20 };
    private readonly List<(IPAddress Source, byte[] Payload)> _received = [];
    private readonly byte[] _buffer = new byte[65536];

    public UdpSink()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.ReceiveTimeout = (int)Deadline.TotalMilliseconds;
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public IReadOnlyList<(IPAddress Source, byte[] Payload)> Received => _received;

    /// <summary>Waits for this many datagrams in all.</summary>
    public void Take(long count)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_received.Count < count)
        {
            var length = _socket.ReceiveFrom(_buffer, ref from);
            _received.Add((((IPEndPoint)from).Address, _buffer[..length]));
        }
    }

    /// <summary>True when nothing more is waiting.</summary>
    public bool IsEmpty => _socket.Available == 0;

    public void Dispose() => _socket.Dispose();
}
