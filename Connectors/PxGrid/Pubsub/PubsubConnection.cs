using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Clarion.Connectors.Net;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Stomp;

namespace Clarion.Connectors.PxGrid.Pubsub;

/// <summary>
/// One WebSocket that speaks STOMP. Its receive loop only cuts frames and hands them on; whoever takes them must not wait. It ends when the
/// server ends it, when frames are no frames, when the server falls silent, or when it is closed.
/// </summary>
internal sealed class PubsubConnection : IAsyncDisposable
{
    private const int Chunk = 16_384;
    private static readonly byte[] HeartBeat = "\n"u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly PubsubTarget _target;
    private readonly PxGridOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<StompFrame> _message;
    private readonly Action<string> _badFrame;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<StompFrame> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _silence;
    private TimeSpan _patience;
    private Task _heartBeats = Task.CompletedTask;

    private PubsubConnection(PubsubTarget target, PxGridOptions options, TimeProvider time, Action<StompFrame> message, Action<string> badFrame) =>
        (_target, _options, _time, _message, _badFrame) = (target, options, time, message, badFrame);

    /// <summary>Ends when the connection does, with a <see cref="PxGridException"/> that says why.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the WebSocket and the STOMP session.</summary>
    /// <param name="http">Transport and trust.</param>
    /// <param name="target">Where to.</param>
    /// <param name="options">Times, bounds, details of the wire.</param>
    /// <param name="time">The clock.</param>
    /// <param name="message">Takes each MESSAGE, on the receive loop; must not wait.</param>
    /// <param name="badFrame">Told of what is no frame or has no place; must not wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PxGridException">It could not be opened.</exception>
    public static async Task<PubsubConnection> OpenAsync(
        PxGridHttp http, PubsubTarget target, PxGridOptions options, TimeProvider time, Action<StompFrame> message, Action<string> badFrame,
        CancellationToken cancellationToken)
    {
        var connection = new PubsubConnection(target, options, time, message, badFrame);
        try
        {
            await connection.ConnectAsync(http, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Subscribes; messages come with this id.</summary>
    public Task SubscribeAsync(string id, string destination, CancellationToken cancellationToken) =>
        SendAsync(new StompFrame(StompCommands.Subscribe, ("destination", destination), ("id", id)), cancellationToken);

    /// <summary>Ends a subscription.</summary>
    public Task UnsubscribeAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(new StompFrame(StompCommands.Unsubscribe, ("id", id)), cancellationToken);

    /// <summary>Publishes.</summary>
    public Task PublishAsync(string destination, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(new StompFrame(StompCommands.Send, [KeyValuePair.Create("destination", destination)], body), cancellationToken);

    /// <summary>Ends in order: DISCONNECT, its receipt if it comes soon, close. ISE is slow to notice who merely goes away.</summary>
    public async Task CloseAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        try
        {
            await SendAsync(new StompFrame(StompCommands.Disconnect, ("receipt", "bye")), soon.Token).ConfigureAwait(false);
            await _receipt.Task.WaitAsync(soon.Token).ConfigureAwait(false);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, soon.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is PxGridException or OperationCanceledException or WebSocketException)
        {
            // It was to end anyway.
        }

        await _stop.CancelAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Abort();
        await ((Task)Task.WhenAll(Ended, _heartBeats)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
        _silence?.Dispose();
        _turn.Dispose();
    }

    private async Task ConnectAsync(PxGridHttp http, CancellationToken cancellationToken)
    {
        var wire = _options.Wire;
        _socket.Options.KeepAliveInterval = _options.Times.Ping;
        _socket.Options.KeepAliveTimeout = _options.Times.Ping > TimeSpan.Zero ? _options.Times.PingAnswer : Timeout.InfiniteTimeSpan;
        _socket.Options.CollectHttpResponseDetails = true;
        if (wire.Subprotocol.Length > 0)
        {
            _socket.Options.AddSubProtocol(wire.Subprotocol);
        }

        if (_target.Secret.Length > 0)
        {
            _socket.Options.SetRequestHeader("Authorization", PxGridHttp.Basic(_options.NodeName, _target.Secret).ToString());
        }

        using var deadline = new Deadline(_options.Times.Connect, _time, cancellationToken);
        try
        {
            await _socket.ConnectAsync(_target.Address, http.WebSockets, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            throw _socket.HttpStatusCode is >= HttpStatusCode.BadRequest
                ? HttpFault.Of(_socket.HttpStatusCode, _target.Node, "the WebSocket", "ISE refuses the secret it has just given for this node.")
                : deadline.Passed ? new PxGridException(
                    PxGridProblem.Timeout,
                    string.Create(CultureInfo.InvariantCulture, $"{_target.Address.Authority} did not open the WebSocket within {_options.Times.Connect.TotalSeconds:0.#} seconds."), fault)
                : http.Explain(fault, _target.Address, deadline) ?? fault;
        }

        // Without pings only frames show life.
        Expect(_options.Times.Ping == TimeSpan.Zero ? _options.Times.PingAnswer : TimeSpan.Zero);
        Ended = ReceiveAsync();
        var headers = new List<KeyValuePair<string, string>>
        {
            KeyValuePair.Create("accept-version", "1.2"), KeyValuePair.Create("host", _target.Node),
        };
        AddIf("heart-beat", wire.HeartBeat);
        AddIf("login", wire.Login);
        AddIf("passcode", wire.Passcode);
        await SendAsync(new StompFrame(StompCommands.Connect, headers, default), deadline.Token).ConfigureAwait(false);
        try
        {
            await Task.WhenAny(_connected.Task, Ended).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new PxGridException(PxGridProblem.Timeout, $"{_target.Node} opened the WebSocket and did not answer CONNECT.");
        }

        if (!_connected.Task.IsCompletedSuccessfully)
        {
            await Ended.ConfigureAwait(false);
        }

        Negotiate(await _connected.Task.ConfigureAwait(false));

        void AddIf(string name, string value)
        {
            if (value.Length > 0)
            {
                headers.Add(KeyValuePair.Create(name, value));
            }
        }
    }

    private void Negotiate(StompFrame connected)
    {
        if (!StompHeartBeat.TryParse(_options.Wire.HeartBeat, out var ours) || !StompHeartBeat.TryParse(connected.Header("heart-beat"), out var theirs))
        {
            return;
        }

        // Twice the agreed time: the other side's timer and the network have their margins (STOMP 1.2, "Heart-beating").
        var incoming = StompHeartBeat.Agreed(theirs, ours);
        if (incoming > TimeSpan.Zero)
        {
            Expect(incoming * 2);
        }

        var outgoing = StompHeartBeat.Agreed(ours, theirs);
        if (outgoing > TimeSpan.Zero)
        {
            _heartBeats = BeatAsync(outgoing);
        }
    }

    private async Task BeatAsync(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every * 0.9, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                await SendAsync(HeartBeat, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or PxGridException)
        {
            // The receive loop tells why the connection ended.
        }
    }

    private void Expect(TimeSpan patience)
    {
        _patience = patience;
        if (patience == TimeSpan.Zero)
        {
            return;
        }

        if (_silence is null)
        {
            _silence = new CancellationTokenSource(patience, _time);
            _silence.Token.Register(_socket.Abort);
        }
        else
        {
            _silence.CancelAfter(patience);
        }
    }

    private async Task ReceiveAsync()
    {
        var whole = new ArrayBufferWriter<byte>();
        var chunk = new byte[Chunk];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(chunk.AsMemory(), _stop.Token).ConfigureAwait(false);
                if (_patience > TimeSpan.Zero)
                {
                    _silence!.CancelAfter(_patience);
                }

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw Lost($"{_target.Node} closed the connection ({_socket.CloseStatus}{(_socket.CloseStatusDescription is { Length: > 0 } why ? $", {why}" : "")}).");
                }

                whole.Write(chunk.AsSpan(0, part.Count));
                if (whole.WrittenCount > _options.Limits.FrameBytes)
                {
                    throw new PxGridException(
                        PxGridProblem.Protocol,
                        string.Create(CultureInfo.InvariantCulture, $"{_target.Node} sent a message longer than {_options.Limits.FrameBytes} bytes (Limits:FrameBytes)."));
                }

                if (part.EndOfMessage)
                {
                    // An array of its own: bodies are slices of it and outlive this loop.
                    Cut(whole.WrittenSpan.ToArray());
                    whole.ResetWrittenCount();
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw _stop.IsCancellationRequested ? Lost("closed by Clarion.")
                : _silence is { IsCancellationRequested: true } ? Lost(string.Create(CultureInfo.InvariantCulture, $"{_target.Node} was silent for {_patience.TotalSeconds:0.#} seconds."))
                : Lost($"{_target.Node} broke the connection off, or did not answer pings ({fault.Message}).", fault);
        }
    }

    private void Cut(ReadOnlyMemory<byte> octets)
    {
        var decoder = new StompDecoder(octets);
        while (true)
        {
            switch (decoder.Read())
            {
                case StompToken.End:
                    return;
                case StompToken.Malformed:
                    _badFrame(decoder.Fault!);
                    return;
                case StompToken.Frame:
                    Take(decoder.Frame!);
                    break;
            }
        }
    }

    private void Take(StompFrame frame)
    {
        switch (frame.Command)
        {
            case StompCommands.Message:
                _message(frame);
                break;
            case StompCommands.Connected:
                _connected.TrySetResult(frame);
                break;
            case StompCommands.Receipt:
                _receipt.TrySetResult();
                break;
            case StompCommands.Error:
                var text = frame.Header("message") ?? frame.Text;
                throw new PxGridException(PxGridProblem.ConnectionLost, $"{_target.Node} answered with an error: {text[..Math.Min(text.Length, 300)]}");
            default:
                _badFrame("a frame with the command " + frame.Command);
                break;
        }
    }

    private Task SendAsync(StompFrame frame, CancellationToken cancellationToken) => SendAsync(StompEncoder.Encode(frame), cancellationToken);

    private async Task SendAsync(byte[] octets, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(octets.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Lost($"{_target.Node} takes nothing any more ({fault.Message}).", fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static PxGridException Lost(string words, Exception? cause = null) => new(PxGridProblem.ConnectionLost, words, cause);
}
