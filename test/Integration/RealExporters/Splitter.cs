using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Integration.RealExporters;

/// <summary>Hands every datagram of an exporter to several collectors, so that they read the very same bytes.</summary>
internal sealed class Splitter : IAsyncDisposable
{
    private readonly UdpClient _in = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _out = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte[]> _datagrams = new();
    private readonly Task _running;

    public Splitter(params int[] ports)
    {
        _in.Client.ReceiveBufferSize = 4 * 1024 * 1024;
        _running = RunAsync([.. ports.Select(p => new IPEndPoint(IPAddress.Loopback, p))]);
    }

    public int Port => ((IPEndPoint)_in.Client.LocalEndPoint!).Port;

    /// <summary>What came so far.</summary>
    public IReadOnlyCollection<byte[]> Datagrams => _datagrams;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _in.Dispose();
        _out.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(IPEndPoint[] collectors)
    {
        try
        {
            while (true)
            {
                var received = await _in.ReceiveAsync(_stop.Token);
                foreach (var collector in collectors)
                {
                    await _out.SendAsync(received.Buffer, collector, _stop.Token);
                }

                _datagrams.Enqueue(received.Buffer);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
