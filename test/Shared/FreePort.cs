using System.Net;
using System.Net.Sockets;

namespace Clarion.Testing;

/// <summary>
/// Ports for programs that tests start. Below those that the system gives out by itself: one of them might be given to any connection before the program opens it, or
/// while it is being restarted, even to whoever tries to reach it. No port is given out twice soon: programs take a while to open theirs.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 32_000;
    private const int Attempts = 1_000;

    private static readonly Lock Gate = new();

    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>A port of TCP that nobody has.</summary>
    public static int Tcp() => Find(SocketType.Stream, 1);

    /// <summary>A port of UDP that nobody has.</summary>
    public static int Udp() => Find(SocketType.Dgram, 1);

    /// <summary>The first of several ports of TCP in a row that nobody has.</summary>
    public static int TcpRow(int count) => Find(SocketType.Stream, count);

    private static int Find(SocketType type, int count)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Take(count);
            if (Enumerable.Range(port, count).All(one => IsFree(type, one)))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No {count} free port(s) in a row were found between {First} and {Last}.");
    }

    // The first of as many as are asked for, none of which was taken before in this round.
    private static int Take(int count)
    {
        lock (Gate)
        {
            var port = _next + count > Last ? First : _next;
            _next = port + count;
            return port;
        }
    }

    private static bool IsFree(SocketType type, int port)
    {
        // Of both families, as programs open it.
        using var socket = new Socket(AddressFamily.InterNetworkV6, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp) { DualMode = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
