using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>Flows at a steady rate to several gateways, counted as they are sent.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int ClientsPerRound = 1000;
    private const int TicksPerTemplate = 40;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Lane[] _lanes;
    private readonly int _flowsPerTick;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    /// <summary>Begins to send.</summary>
    /// <param name="ports">NetFlow ports of the gateways.</param>
    /// <param name="flowsPerSecond">To each gateway.</param>
    public SteadyLoad(IEnumerable<int> ports, int flowsPerSecond)
    {
        FlowsPerSecond = flowsPerSecond;
        _flowsPerTick = (int)(flowsPerSecond * Tick.TotalSeconds);
        _lanes = [.. ports.Select(port => new Lane(new V9Exporter(port)))];
        _sending = Task.Run(SendAsync);
    }

    /// <summary>To each gateway.</summary>
    public int FlowsPerSecond { get; }

    /// <summary>Flows sent to all gateways.</summary>
    public long Sent => _lanes.Sum(lane => lane.Sent);

    /// <summary>Flows sent to one gateway.</summary>
    public long SentTo(int gateway) => _lanes[gateway].Sent;

    /// <summary>Sends no more to a gateway; when this returns, everything that was sent is in its socket.</summary>
    public void Pause(int gateway) => _lanes[gateway].Pause(paused: true);

    /// <summary>Sends to a gateway again.</summary>
    public void Resume(int gateway) => _lanes[gateway].Pause(paused: false);

    /// <summary>Waits until so many more flows have been sent.</summary>
    public Task SendsMoreAsync(int flows)
    {
        var until = Sent + flows;
        return Eventually.TrueAsync(() => Task.FromResult(Sent >= until), Patience, () => "No flows are sent.");
    }

    /// <summary>Ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var lane in _lanes)
        {
            lane.Exporter.Dispose();
        }

        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        var first = 1;
        try
        {
            for (var tick = 0; await timer.WaitForNextTickAsync(_stop.Token); tick++)
            {
                foreach (var lane in _lanes)
                {
                    // Again and again, as exporters do: a gateway that was killed may have forgotten it.
                    lane.Send(first, _flowsPerTick, withTemplate: tick % TicksPerTemplate == 0);
                }

                first = 1 + ((first - 1 + _flowsPerTick) % ClientsPerRound);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private sealed class Lane(V9Exporter exporter)
    {
        private readonly Lock _gate = new();
        private bool _paused;
        private long _sent;

        public V9Exporter Exporter => exporter;

        public long Sent => Interlocked.Read(ref _sent);

        public void Pause(bool paused)
        {
            lock (_gate)
            {
                _paused = paused;
            }
        }

        public void Send(int first, int count, bool withTemplate)
        {
            lock (_gate)
            {
                if (!_paused)
                {
                    if (withTemplate)
                    {
                        exporter.SendTemplate();
                    }

                    exporter.SendFlows(first, count);
                    Interlocked.Add(ref _sent, count);
                }
            }
        }
    }
}
