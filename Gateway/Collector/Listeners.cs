using System.Net;
using System.Net.Sockets;
using Clarion.Gateway.Reporting;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Collector;

/// <summary>Opens the collector's ports.</summary>
internal static class Listeners
{
    /// <summary>Sockets of all ports.</summary>
    public static int Count(CollectorOptions options) => 2 * SocketsOf(options);

    /// <summary>Opens every socket of every port and prepares their receivers; opens nothing when one cannot be opened.</summary>
    /// <exception cref="CollectorPortException">A port is taken or may not be opened; the message says what to do.</exception>
    public static IReadOnlyList<UdpReceiver> Open(
        CollectorOptions options, IReadOnlyList<DecodeWorker> workers, DropCounters drops, TimeProvider time, ILogger logger)
    {
        var receivers = new List<UdpReceiver>();
        try
        {
            foreach (var (key, port) in new[] { (nameof(options.NetFlowPort), options.NetFlowPort), (nameof(options.IpfixPort), options.IpfixPort) })
            {
                Open(options, key, port, receivers, workers, drops, time, logger);
            }

            return receivers;
        }
        catch
        {
            receivers.ForEach(r => r.Dispose());
            throw;
        }
    }

    private static void Open(
        CollectorOptions options, string key, int port, List<UdpReceiver> receivers, IReadOnlyList<DecodeWorker> workers,
        DropCounters drops, TimeProvider time, ILogger logger)
    {
        var sockets = SocketsOf(options);
        try
        {
            // SO_REUSEPORT would let a second Clarion bind the same port and take half of the datagrams: an exclusive bind tells.
            using (var exclusive = UdpSocket.Open(EndPoint(options, port), 65_536, shared: false))
            {
                port = exclusive.Port;
            }

            for (var i = 0; i < sockets; i++)
            {
                var socket = UdpSocket.Open(EndPoint(options, port), options.ReceiveBufferBytes, shared: sockets > 1);
                receivers.Add(new UdpReceiver(socket, i, options.ReceiveBlocks, workers, drops, time, logger));
            }
        }
        catch (SocketException fault)
        {
            throw new CollectorPortException(
                FormattableString.Invariant($"UDP port {port} on {options.Address} cannot be opened ({fault.SocketErrorCode}). ")
                + $"Another collector may be running; stop it, or choose another port with {CollectorOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__{key}.",
                fault);
        }

        var first = receivers[^1].Socket;
        GatewayLog.Listening(logger, port, sockets, first.BufferGranted, first.BufferAsked);
        if (first.BufferGranted < first.BufferAsked)
        {
            GatewayLog.SmallBuffer(logger, port, first.BufferGranted, first.BufferAsked);
        }
    }

    private static int SocketsOf(CollectorOptions options) =>
        !OperatingSystem.IsLinux() ? 1 : options.SocketsPerPort > 0 ? options.SocketsPerPort : Environment.ProcessorCount >= 4 ? 2 : 1;

    private static IPEndPoint EndPoint(CollectorOptions options, int port)
    {
        var address = IPAddress.Parse(options.Address);
        return new IPEndPoint(address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6 ? IPAddress.Any : address, port);
    }
}

/// <summary>A collector port cannot be opened; the message is for the operator.</summary>
public sealed class CollectorPortException(string message, Exception inner) : Exception(message, inner);
