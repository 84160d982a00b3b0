using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Clarion.Simulators.PxGrid;

/// <summary>One client at the pubsub service of a simulated node.</summary>
internal sealed class SimulatedConnection(WebSocket socket, PausableStream stream, Action abort, SimulatedIse ise, SimulatedNode node) : IDisposable
{
    private readonly ConcurrentDictionary<string, (string Id, string? Filter)> _subscriptions = new(StringComparer.Ordinal);
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(ise.Options.SlowConsumerMessages) { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private bool _connected;
    private int _messages;

    /// <summary>Reads from and writes to the client until either ends it.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync();
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away.
        }

        _outgoing.Writer.TryComplete();
        await _end.CancelAsync();
        await writing;
    }

    /// <summary>Leaves a message, when the topic is subscribed; cuts the client off when too many wait.</summary>
    public void Deliver(string topic, byte[] body)
    {
        if (!_subscriptions.TryGetValue(topic, out var subscription) || Filtered(body, subscription.Filter) is not { } part)
        {
            return;
        }

        var number = Interlocked.Increment(ref _messages);
        var frame = StompText.Frame(
            "MESSAGE", part, ("destination", topic), ("message-id", $"{number}"), ("subscription", subscription.Id));
        if (!_outgoing.Writer.TryWrite(frame))
        {
            Drop();
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Drop()
    {
        try
        {
            abort();
        }
        catch (ObjectDisposedException)
        {
            // The request has ended by itself meanwhile.
        }
    }

    /// <summary>Says nothing more and answers no ping, but keeps the connection.</summary>
    public void FallSilent() => stream.Pause();

    public void Dispose() => _end.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close || !await TakeAsync(buffer.AsMemory(0, length)))
            {
                return;
            }
        }
    }

    private async Task<bool> TakeAsync(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length == 1 && octets.Span[0] == '\n')
        {
            return true;
        }

        if (StompText.Parse(octets.Span) is not var (command, headers, body))
        {
            return await RefuseAsync("this is no STOMP frame");
        }

        switch (command)
        {
            case "CONNECT" or "STOMP":
                _connected = true;
                _outgoing.Writer.TryWrite(StompText.Frame("CONNECTED", null, ("version", "1.2")));
                return true;
            case "SUBSCRIBE" when !_connected && ise.Options.StrictStomp:
                return await RefuseAsync("not connected");
            case "SUBSCRIBE":
                var topic = headers["destination"];
                if (ise.Faults.RefusedTopics.ContainsKey(topic))
                {
                    Drop();
                    return false;
                }

                _subscriptions[topic] = (headers["id"], headers.GetValueOrDefault("filter"));
                return true;
            case "UNSUBSCRIBE":
                foreach (var (destination, _) in _subscriptions.Where(s => s.Value.Id == headers["id"]))
                {
                    _subscriptions.TryRemove(destination, out _);
                }

                return true;
            case "SEND":
                ise.PublishRaw(headers["destination"], body);
                return true;
            case "DISCONNECT":
                if (headers.TryGetValue("receipt", out var receipt))
                {
                    _outgoing.Writer.TryWrite(StompText.Frame("RECEIPT", null, ("receipt-id", receipt)));
                }

                node.Disconnects++;
                return true;
            default:
                return await RefuseAsync($"unknown command {command}");
        }
    }

    private async Task<bool> RefuseAsync(string why)
    {
        await socket.SendAsync(
            StompText.Frame("ERROR", System.Text.Encoding.UTF8.GetBytes(why), ("message", why)), WebSocketMessageType.Binary, true, _end.Token);
        await socket.CloseOutputAsync(WebSocketCloseStatus.ProtocolError, why, _end.Token);
        return false;
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_end.Token))
            {
                var faults = ise.Faults;
                var type = faults.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                if (faults.LoneLineEnds)
                {
                    await socket.SendAsync("\n"u8.ToArray(), type, true, _end.Token);
                }

                // Fragments cut through characters and headers alike.
                var step = faults.Fragment ? Math.Max(1, frame.Length / 7) : frame.Length;
                for (var start = 0; start < frame.Length; start += step)
                {
                    var length = Math.Min(step, frame.Length - start);
                    await socket.SendAsync(frame.AsMemory(start, length), type, start + length == frame.Length, _end.Token);
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    // Equality of one field, on messages with sessions; null = nothing is left.
    private static byte[]? Filtered(byte[] body, string? filter)
    {
        if (filter is null)
        {
            return body;
        }

        var parts = filter.Split("==", 2, StringSplitOptions.TrimEntries);
        using var document = JsonDocument.Parse(body);
        var left = document.RootElement.GetProperty("sessions").EnumerateArray()
            .Where(s => s.TryGetProperty(parts[0], out var value) && value.ToString() == parts[1].Trim('\'')).Select(s => s.GetRawText()).ToList();
        return left.Count == 0 ? null : System.Text.Encoding.UTF8.GetBytes($"{{\"sessions\":[{string.Join(',', left)}]}}");
    }
}
