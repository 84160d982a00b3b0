using Clarion.Gateway.Http.Overview;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clarion.Web.Live;

/// <summary>
/// Reads the overview once a second for every screen there is, and keeps the rate of the last minutes. Screens listen here instead of
/// keeping timers of their own. While none does, only the rate is read every second. Thread-safe.
/// </summary>
public sealed partial class Pulse(OverviewReader overview, TimeProvider time, ILogger<Pulse> logger) : BackgroundService
{
    /// <summary>How many seconds of history are kept.</summary>
    public const int HistorySeconds = 600;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A screen that opens shows at most this old an overview, for a second.
    private static readonly TimeSpan UnwatchedInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<RatePoint> _history = new(HistorySeconds);

    /// <summary>A second has passed. Handlers must not block; they run one after the other.</summary>
    public event Action? Ticked;

    /// <summary>The overview of the last second, or of the last ten while no screen listens; null until there is one.</summary>
    public OverviewModel? Latest { get; private set; }

    /// <summary>Flows a second, oldest first.</summary>
    public IReadOnlyList<RatePoint> History()
    {
        lock (_lock)
        {
            return [.. _history];
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await ReadAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.NotRead(logger, fault);
            }

            Tell();
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (Ticked is null && now - Latest?.At < UnwatchedInterval)
        {
            Keep(now, await overview.ReadRateAsync(stoppingToken).ConfigureAwait(false));
            return;
        }

        var model = await overview.ReadAsync(stoppingToken).ConfigureAwait(false);
        Latest = model;
        Keep(model.At, model.FlowsPerSecond);
    }

    private void Keep(DateTimeOffset at, double? flowsPerSecond)
    {
        if (flowsPerSecond is not { } rate)
        {
            return;
        }

        lock (_lock)
        {
            while (_history.Count >= HistorySeconds)
            {
                _history.Dequeue();
            }

            _history.Enqueue(new RatePoint(at, rate));
        }
    }

    // One screen that fails must not silence the others.
    private void Tell()
    {
        foreach (var listener in Ticked?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action)listener)();
            }
            catch (Exception fault)
            {
                Log.ListenerFailed(logger, fault);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(701, LogLevel.Warning, "The overview could not be read for the console.")]
        public static partial void NotRead(ILogger logger, Exception fault);

        [LoggerMessage(702, LogLevel.Debug, "A screen of the console failed to follow.")]
        public static partial void ListenerFailed(ILogger logger, Exception fault);
    }
}

/// <summary>Flows a second at a moment.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="FlowsPerSecond">Rate over the ten seconds before.</param>
public readonly record struct RatePoint(DateTimeOffset Time, double FlowsPerSecond);
