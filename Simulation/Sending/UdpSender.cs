using System.Net;
using System.Net.Sockets;

namespace Clarion.Simulation.Sending;

/// <summary>A connected socket that sends datagrams to one place, from a given address when there is one.</summary>
internal sealed class UdpSender : IDisposable
{
    private const int SendBuffer = 1 << 20;

    private readonly Socket _socket;

    /// <summary>Opens it.</summary>
    /// <exception cref="SocketException">No route, or the source address is not this machine's.</exception>
    public UdpSender(IPAddress? source, IPEndPoint target)
    {
        _socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { SendBufferSize = SendBuffer };
        try
        {
            if (source is not null)
            {
                _socket.Bind(new IPEndPoint(source, 0));
            }

            _socket.Connect(target);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one datagram. False when the stack refused it, or reports that an earlier one found nobody listening.</summary>
    public bool Send(ReadOnlySpan<byte> datagram)
    {
        _socket.Send(datagram, SocketFlags.None, out var error);
        if (error != SocketError.ConnectionRefused)
        {
            return error == SocketError.Success;
        }

        // That answer belongs to an earlier datagram and kept this one from leaving.
        _socket.Send(datagram, SocketFlags.None, out _);
        return false;
    }

    public void Dispose() => _socket.Dispose();
}
