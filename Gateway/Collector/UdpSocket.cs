using System.Net;
using System.Net.Sockets;
using Clarion.Flows;

namespace Clarion.Gateway.Collector;

/// <summary>One receiving socket. The portable way, one datagram a call; Linux reads whole blocks.</summary>
internal class UdpSocket : IDisposable
{
    /// <summary>How long a read waits, so that stopping and closing windows do not depend on traffic.</summary>
    protected const int ReadTimeoutMs = 100;

    private const int SolSocket = 1;
    private const int SoReusePort = 15;
    private const int SoReceiveBufferForce = 33;

    private readonly SocketAddress _from;

    protected UdpSocket(IPEndPoint local, int bufferBytes, bool shared)
    {
        Socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                Socket.DualMode = local.Address.Equals(IPAddress.IPv6Any);
            }

            if (OperatingSystem.IsLinux())
            {
                if (shared)
                {
                    SetRaw(SoReusePort, 1);
                }

                TryForceBuffer(bufferBytes);
            }

            if (Socket.ReceiveBufferSize < bufferBytes)
            {
                Socket.ReceiveBufferSize = bufferBytes;
            }

            Socket.ReceiveTimeout = ReadTimeoutMs;
            Socket.Bind(local);
        }
        catch
        {
            Socket.Dispose();
            throw;
        }

        Port = ((IPEndPoint)Socket.LocalEndPoint!).Port;
        BufferAsked = bufferBytes;

        // Linux reports twice what is usable for payload and bookkeeping together (socket(7)).
        BufferGranted = OperatingSystem.IsLinux() ? Socket.ReceiveBufferSize / 2 : Socket.ReceiveBufferSize;
        _from = new SocketAddress(local.AddressFamily);
    }

    public int Port { get; }

    public long BufferAsked { get; }

    public long BufferGranted { get; }

    protected Socket Socket { get; }

    /// <summary>Opens a socket in the best way this system has.</summary>
    /// <exception cref="SocketException">The port is taken or may not be opened.</exception>
    public static UdpSocket Open(IPEndPoint local, int bufferBytes, bool shared) =>
        OperatingSystem.IsLinux() ? new LinuxUdpSocket(local, bufferBytes, shared) : new UdpSocket(local, bufferBytes, shared);

    /// <summary>Fills the block with what has arrived; waits a moment for the first datagram.</summary>
    /// <returns>Number of datagrams; 0 when none came.</returns>
    /// <exception cref="SocketException">The socket was closed or failed.</exception>
    public virtual int Receive(DatagramBlock block)
    {
        var count = 0;
        while (count < DatagramBlock.Slots && (count == 0 || Socket.Available > 0))
        {
            try
            {
                block.Lengths[count] = Socket.ReceiveFrom(block.SlotSpan(count), SocketFlags.None, _from);
            }
            catch (SocketException fault) when (fault.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                break;
            }
            catch (SocketException fault) when (fault.SocketErrorCode is SocketError.MessageSize)
            {
                block.Lengths[count] = DatagramBlock.SlotBytes + 1;
            }

            var sender = (IPEndPoint)((IPEndPoint)Socket.LocalEndPoint!).Create(_from);
            block.Sources[count] = IpAddr.From(sender.Address);
            block.SourcePorts[count++] = (ushort)sender.Port;
        }

        return count;
    }

    /// <summary>Datagrams that the kernel dropped because the buffer was full; null where the system does not say.</summary>
    public virtual long? KernelDrops() => null;

    public virtual void Dispose() => Socket.Dispose();

    private void SetRaw(int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(bytes, value);
        Socket.SetRawSocketOption(SolSocket, option, bytes);
    }

    // With CAP_NET_ADMIN the system-wide limit (net.core.rmem_max) does not bind.
    private void TryForceBuffer(int bufferBytes)
    {
        try
        {
            SetRaw(SoReceiveBufferForce, bufferBytes);
        }
        catch (SocketException)
        {
            // Not privileged: the ordinary option follows, and what it grants is reported.
        }
    }
}
