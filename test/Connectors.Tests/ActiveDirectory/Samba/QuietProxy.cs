using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Connectors.Tests.ActiveDirectory.Samba;

/// <summary>Passes a connection on until it is told to fall silent: then it stays open, and nothing comes through.</summary>
internal sealed class QuietProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _silent;

    public QuietProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void FallSilent() => _silent = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAll(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
            {
                if (!_silent)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
                }
            }

            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException)
        {
            // One end is gone, or the test is over.
        }
    }
}
