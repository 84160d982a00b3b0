using System.Collections.Concurrent;
using System.Threading.Channels;
using Clarion.Gateway.Folding;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Clarion.Gateway.Delivery;

/// <summary>
/// Sends closed windows to the partition streams, in order, each partition's part until it is taken. A stream that refuses, or partitions that
/// are far behind (a stream in memory takes whatever it is given), hold the window back. Nothing above waits for that: windows that find no
/// room here are left to the flow log, which has them already, and are read back from it when there is room (<see cref="FlowLogReplay"/>).
/// </summary>
internal sealed class DeltaPublisher : IDisposable
{
    private const int QueueWindows = 64;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly IAsyncStream<DeltaBatch>[] _streams;
    private readonly IPartitionGrain[] _partitions;
    private readonly Dictionary<LaneKey, long> _merged = [];
    private readonly int? _windowsAhead;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<LaneKey, long> _published = new();
    private readonly Channel<SealedWindow> _windows = Channel.CreateBounded<SealedWindow>(
        new BoundedChannelOptions(QueueWindows) { SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Dictionary<LaneKey, LeftToLog> _behind = [];
    private readonly Dictionary<LaneKey, long> _queued = [];
    private long _publishedFlows;

    public DeltaPublisher(IClusterClient cluster, int partitions, int? windowsAhead, TimeProvider time, ILogger logger)
    {
        _windowsAhead = windowsAhead;
        var provider = cluster.GetStreamProvider(ClarionStreams.Provider);
        _streams =
        [
            .. Enumerable.Range(0, partitions)
                .Select(p => provider.GetStream<DeltaBatch>(StreamId.Create(ClarionStreams.DeltaNamespace, p))),
        ];
        _partitions = [.. Enumerable.Range(0, partitions).Select(p => cluster.GetGrain<IPartitionGrain>(p))];
        (_time, _logger) = (time, logger);
    }

    /// <summary>Flows of this run handed to partitions.</summary>
    public long PublishedFlows => Interlocked.Read(ref _publishedFlows);

    /// <summary>Windows waiting; full while some are left to the flow log.</summary>
    public int QueueDepth
    {
        get
        {
            lock (_gate)
            {
                return _behind.Count > 0 ? QueueWindows : _windows.Reader.Count;
            }
        }
    }

    /// <summary>Windows that may wait.</summary>
    public static int QueueCapacity => QueueWindows;

    /// <summary>The last window of every lane of this run that all streams have taken.</summary>
    public IReadOnlyDictionary<LaneKey, long> Published => _published;

    /// <summary>Lanes with windows that are left to the flow log and may be read back now: everything before them has been sent.</summary>
    public IReadOnlyList<LaneKey> Behind
    {
        get
        {
            lock (_gate)
            {
                return [.. _behind.Keys.Where(lane => _published.GetValueOrDefault(lane) >= _queued.GetValueOrDefault(lane))];
            }
        }
    }

    /// <summary>Queues a window that is in the flow log, or leaves it to the log: when there is no room, or when windows before it are left to it.</summary>
    public void Publish(SealedWindow window)
    {
        var lane = window.Window.Lane;
        lock (_gate)
        {
            if (!_behind.ContainsKey(lane) && _windows.Writer.TryWrite(window))
            {
                _queued[lane] = window.Window.Sequence;
                return;
            }

            if (_behind.Count == 0)
            {
                GatewayLog.LeftToLog(_logger, window.Window.Sequence);
            }

            _behind[lane] = new LeftToLog(window.Window.Sequence, _behind.GetValueOrDefault(lane).Flows + window.Flows);
        }
    }

    /// <summary>The last window of a lane that is left to the flow log.</summary>
    public long LastInLog(LaneKey lane)
    {
        lock (_gate)
        {
            return _behind.GetValueOrDefault(lane).Sequence;
        }
    }

    /// <summary>What was left to the flow log has been read back and sent.</summary>
    /// <returns>False when more has been left to it meanwhile.</returns>
    public bool ReadBack(LaneKey lane, long sequence)
    {
        lock (_gate)
        {
            _published[lane] = sequence;
            if (_behind[lane].Sequence > sequence)
            {
                return false;
            }

            _behind.Remove(lane, out var left);
            Interlocked.Add(ref _publishedFlows, left.Flows);
            return true;
        }
    }

    /// <summary>No more windows will come.</summary>
    public void Complete() => _windows.Writer.TryComplete();

    /// <summary>Sends until completed and drained.</summary>
    public async Task RunAsync(CancellationToken abandon)
    {
        await foreach (var window in _windows.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await WaitForPartitionsAsync(window.Window, abandon).ConfigureAwait(false);
            using var turn = await TakeTurnAsync(CancellationToken.None).ConfigureAwait(false);
            if (await SendAsync(window, abandon).ConfigureAwait(false))
            {
                _published[window.Window.Lane] = window.Window.Sequence;
                Interlocked.Add(ref _publishedFlows, window.Flows);
            }
        }
    }

    /// <summary>Holds new windows back until the result is disposed, so that old ones of the same lanes can be sent in their order.</summary>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turn);
    }

    /// <summary>Sends one window to all partitions.</summary>
    /// <returns>False when it was abandoned before every stream had taken it.</returns>
    public async Task<bool> SendAsync(SealedWindow window, CancellationToken abandon)
    {
        var sent = await Task.WhenAll(
            window.Partitions.Select((part, p) => SendAsync(_streams[p], part.ToBatches(window.Window, window.Skipped), abandon)))
            .ConfigureAwait(false);
        return sent.All(taken => taken);
    }

    public void Dispose() => _turn.Dispose();

    // Without the turn: what a partition lacks may have to be sent again before it comes nearer.
    private async Task WaitForPartitionsAsync(FlowWindow window, CancellationToken abandon)
    {
        for (var attempt = 0; window.Sequence - _merged.GetValueOrDefault(window.Lane) > _windowsAhead; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(Retry, _time, CancellationToken.None).ConfigureAwait(false);
            }

            if (abandon.IsCancellationRequested)
            {
                return;
            }

            try
            {
                var statuses = await Task.WhenAll(_partitions.Select(p => p.GetStatus())).ConfigureAwait(false);
                _merged[window.Lane] = statuses.Min(s => s.PositionOf(window.Lane));
            }
            catch (Exception fault)
            {
                // Who does not answer has not merged more.
                if (attempt == 0)
                {
                    GatewayLog.PublishRetried(_logger, window.Sequence, fault.Message);
                }
            }
        }
    }

    private async Task<bool> SendAsync(IAsyncStream<DeltaBatch> stream, IEnumerable<DeltaBatch> batches, CancellationToken abandon)
    {
        foreach (var batch in batches)
        {
            if (!await SendAsync(stream, batch, abandon).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> SendAsync(IAsyncStream<DeltaBatch> stream, DeltaBatch batch, CancellationToken abandon)
    {
        for (var attempt = 0; !abandon.IsCancellationRequested; attempt++)
        {
            try
            {
                await stream.OnNextAsync(batch).ConfigureAwait(false);
                return true;
            }
            catch (Exception fault)
            {
                // Whatever it is: a window that is not sent is a hole that partitions wait for.
                if (attempt == 0)
                {
                    GatewayLog.PublishRetried(_logger, batch.Sequence, fault.Message);
                }

                await Task.Delay(Retry, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return false;
    }

    private readonly record struct LeftToLog(long Sequence, long Flows);

    private sealed class Turn(SemaphoreSlim held) : IDisposable
    {
        private SemaphoreSlim? _held = held;

        public void Dispose() => Interlocked.Exchange(ref _held, null)?.Release();
    }
}
