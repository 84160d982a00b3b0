using System.Diagnostics;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>A simulated ISE, a connector of it, and what the connector tells.</summary>
internal sealed class ConnectorHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Harness _harness;
    private readonly PxGridOptions _options;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private ConnectorHarness(Harness harness, PxGridOptions options)
    {
        (_harness, _options) = (harness, options);
        Connector = Make();
    }

    public PxGridConnector Connector { get; private set; }

    public FactRecorder Recorder { get; } = new();

    public SimulatedIse Ise => _harness.Ise;

    public static async Task<ConnectorHarness> StartAsync(SimulatorOptions? simulator = null, Func<PxGridOptions, PxGridOptions>? change = null)
    {
        var harness = await Harness.StartAsync(simulator);
        var options = harness.Options() with { Topics = [] };
        return new ConnectorHarness(harness, change is null ? options : change(options));
    }

    public ConnectorPart Part(string name) => Connector.Status.Parts.Single(p => p.Name == name);

    /// <summary>Lets the connector run until nothing is missing.</summary>
    public async Task RunAsync()
    {
        Begin();
        await UntilAsync(() => Connector.Status.State == ConnectorState.Running);
    }

    public void Begin() => _running = Task.Run(() => Connector.RunAsync(Recorder, _stop.Token));

    /// <summary>Waits on a condition, never on a time.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(_running.IsFaulted, $"The connector ended: {_running.Exception}");
            if (waited.Elapsed > Patience)
            {
                var status = Connector.Status;
                Assert.Fail($"The condition did not come true.\n{status}\n{string.Join('\n', status.Parts)}\n{string.Join('\n', Recorder.Facts.TakeLast(20))}\n{string.Join('\n', _harness.Log.Lines.TakeLast(20))}");
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Another connector in the place of one that has stopped, with the same receiver.</summary>
    public async Task ReplaceAsync()
    {
        await StopAsync();
        await Connector.DisposeAsync();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        Connector = Make();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Connector.DisposeAsync();
        await _harness.DisposeAsync();
        _stop.Dispose();

        // In every test.
        Assert.False(Recorder.Overlapped, "Two calls of the sink at once.");
        Assert.InRange(Recorder.LargestBatch, 0, 500);
    }

    private PxGridConnector Make() =>
        new(_options, () => new DomainNames([KeyValuePair.Create("CLINIC", "clinic.example")]), TimeProvider.System, _harness.Log);
}
