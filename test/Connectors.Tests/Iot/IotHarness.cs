using System.Diagnostics;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Tests.EndToEnd;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>A connector that runs against a simulated platform over real sockets and TLS, and what it tells.</summary>
internal sealed class IotHarness(Func<LogLines, IConnector> make, params string[] secrets) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private IConnector? _connector;

    /// <summary>Times that make tests quick: reads happen when they are asked for.</summary>
    public static RestTimes Quick { get; } = new()
    {
        Connect = TimeSpan.FromSeconds(5),
        Silence = TimeSpan.FromSeconds(5),
        Devices = TimeSpan.FromHours(6),
        Sessions = TimeSpan.FromHours(6),
        RetryFirst = TimeSpan.FromMilliseconds(20),
        RetryLast = TimeSpan.FromMilliseconds(100),
    };

    public LogLines Log { get; } = new();

    public FactRecorder Recorder { get; } = new();

    public IConnector Connector => _connector ??= make(Log);

    public ConnectorPart Part(string name) => Connector.Status.Parts.Single(p => p.Name == name);

    public void Begin()
    {
        var connector = Connector;
        _running = Task.Run(() => connector.RunAsync(Recorder, _stop.Token));
    }

    public async Task RunAsync()
    {
        Begin();
        await UntilAsync(() => Connector.Status.State == ConnectorState.Running);
    }

    /// <summary>Asks for a full read and waits until it was made.</summary>
    public async Task SyncAsync(string part)
    {
        var before = Part(part).Read;
        var last = Part(part).LastEventAt;
        Connector.RequestSync();
        await UntilAsync(() => (Part(part).Read > before || Part(part).LastEventAt > last) && !Part(part).Words.StartsWith("reading", StringComparison.Ordinal));
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(_running.IsFaulted, $"The connector ended: {_running.Exception}");
            if (waited.Elapsed > Patience)
            {
                var status = Connector.Status;
                Assert.Fail($"The condition did not come true.\n{status}\n{string.Join('\n', status.Parts)}\n{string.Join('\n', Recorder.Facts.TakeLast(10))}\n{string.Join('\n', Log.Lines.TakeLast(10))}");
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the connector and lets another one go on with the same receiver.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await Connector.DisposeAsync();
        _connector = null;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        await RunAsync();
    }

    /// <summary>Attributes by MAC, as the facts so far leave them; what has none is gone.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Devices()
    {
        var devices = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var fact in Recorder.Of<DeviceDiscovered>().OrderBy(f => f.AtMs).ThenBy(f => f.ArrivedMs))
        {
            devices[fact.Mac.ToString()] = fact.Attributes;
        }

        return devices.Where(d => d.Value.Count > 0).ToDictionary();
    }

    /// <summary>Addresses with their MACs, as the facts so far leave them.</summary>
    public HashSet<string> Bindings()
    {
        var bindings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in Recorder.Facts.OrderBy(f => f.AtMs))
        {
            _ = fact switch
            {
                AddressBound bound => bindings.Add($"{bound.Mac} {bound.Address}"),
                AddressReleased released => bindings.Remove($"{released.Mac} {released.Address}"),
                _ => false,
            };
        }

        return bindings;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        var status = _connector?.Status;
        if (_connector is not null)
        {
            await _connector.DisposeAsync();
        }

        _stop.Dispose();

        // In every test.
        Assert.False(Recorder.Overlapped, "Two calls of the sink at once.");
        Assert.InRange(Recorder.LargestBatch, 0, 500);
        foreach (var secret in secrets.Append("Bearer token-"))
        {
            Assert.DoesNotContain(Log.Lines, l => l.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, $"{status} {string.Join(' ', status?.Parts ?? [])}", StringComparison.Ordinal);
            Assert.DoesNotContain(secret, Recorder.Checkpoint ?? "", StringComparison.Ordinal);
        }
    }
}
