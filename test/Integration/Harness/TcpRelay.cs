using System.Net;
using System.Net.Sockets;

namespace Clarion.Integration.Harness;

/// <summary>Stands between a process and a server of this machine, as a network does: answers can be late, and nothing may pass for a while.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private TaskCompletionSource _passable = Passable();

    /// <summary>Passes on to a port of this machine.</summary>
    public TcpRelay(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How late an answer is.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Nothing passes any more, in either direction, and neither end is told.</summary>
    public void Cut() => Interlocked.Exchange(ref _passable, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>What was sent meanwhile arrives, as it does when TCP repeats it.</summary>
    public void Mend() => _passable.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Mend();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Passable()
    {
        var passable = new TaskCompletionSource();
        passable.SetResult();
        return passable;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await _passable.Task.WaitAsync(_stop.Token);
            await far.ConnectAsync(_server, _stop.Token);
            await Task.WhenAny(PassAsync(near, far, isAnswer: false), PassAsync(far, near, isAnswer: true));
            await _passable.Task.WaitAsync(_stop.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // The server is away: so is the connection.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var piece = new byte[PieceBytes];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(piece, _stop.Token)) > 0)
            {
                if (isAnswer && Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, _stop.Token);
                }

                await _passable.Task.WaitAsync(_stop.Token);
                await to.GetStream().WriteAsync(piece.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One end has gone, and the other goes with it.
        }
    }
}
