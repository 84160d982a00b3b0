using System.Collections.Concurrent;
using System.Threading.Channels;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Folding;
using Clarion.Gateway.Reporting;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Collector;

/// <summary>
/// Decodes and folds the datagrams of the exporters that hash to it. One per lane: an exporter's templates, sequence and order live in
/// exactly one worker, whatever socket its datagrams arrive on, so no state is shared and nothing is locked.
/// </summary>
internal sealed class DecodeWorker
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    // With the commit interval and the commit itself, a flow is durable within a second of its arrival.
    private static readonly TimeSpan LongestInBatch = TimeSpan.FromMilliseconds(250);

    private readonly int _worker;
    private readonly int _workers;
    private readonly LaneKey _lane;
    private readonly FlowDecoder _decoder;
    private readonly Folder _folder;
    private readonly FlowLogWriter _log;
    private readonly FlowBatchPool _pool;
    private readonly DropCounters _drops;
    private readonly TimeProvider _time;
    private readonly TimeSpan _window;
    private readonly ILogger _logger;
    private readonly Channel<ReceivedBlock?> _blocks;
    private readonly ConcurrentQueue<(ExporterKey Exporter, byte[] State)> _lent = new();
    private FlowBatch _batch;
    private long _sequence = 1;
    private long _windowStart;
    private long _handedOver;
    private long _lastSnapshot;
    private long _lastSweep;
    private long _flows;

    public DecodeWorker(
        int worker, int workers, LaneKey lane, FlowDecoder decoder, Folder folder, FlowLogWriter log, FlowBatchPool pool,
        DropCounters drops, TimeProvider time, TimeSpan window, int queueBlocks, ILogger logger)
    {
        (_worker, _workers, _lane, _decoder, _folder) = (worker, workers, lane, decoder, folder);
        (_log, _pool, _drops, _time, _window, _logger) = (log, pool, drops, time, window, logger);

        // Blocks are bounded by the receivers; the few extra places are for ticks.
        _blocks = Channel.CreateBounded<ReceivedBlock?>(new BoundedChannelOptions(queueBlocks + 16) { SingleReader = true });
        _batch = pool.Rent();
        _windowStart = time.GetTimestamp();
    }

    /// <summary>Flows decoded. Readable from any thread.</summary>
    public long Flows => Interlocked.Read(ref _flows);

    /// <summary>The decoder's counters. Readable from any thread.</summary>
    public DecoderCounters Counters => _decoder.Counters;

    /// <summary>Newest picture of this worker's exporters.</summary>
    public IReadOnlyList<ExporterSnapshot> Exporters { get; private set; } = [];

    /// <summary>Decoder states that changed since they were last taken; the reporter saves them.</summary>
    public DecoderStates ChangedStates { get; } = new();

    public IReadOnlyDictionary<ulong, string> ApplicationNames => _decoder.ApplicationNames;

    /// <summary>Why nothing is decoded any more; null while it is.</summary>
    public string? Fault { get; private set; }

    public int QueueDepth => _blocks.Reader.Count;

    public void Enqueue(ReceivedBlock block)
    {
        if (!_blocks.Writer.TryWrite(block))
        {
            // Cannot happen while the queue has a place for every block; kept so that a wrong bound shows as a counter and not as a loss.
            _drops.Add(DropCounters.QueueFull, block.Block.Count);
            Release(block);
        }
    }

    /// <summary>Gives the worker what another gateway knows of one of its exporters.</summary>
    public void Lend(ExporterKey exporter, byte[] state) => _lent.Enqueue((exporter, state));

    /// <summary>Lets the worker close its window although nothing arrives.</summary>
    public void Tick()
    {
        // Blocks do the same, and ticks must not pile up and take their places while the worker waits for the store.
        if (_blocks.Reader.Count == 0)
        {
            _blocks.Writer.TryWrite(null);
        }
    }

    /// <summary>Decodes until the queue is completed, then hands over what is open.</summary>
    public async Task RunAsync()
    {
        try
        {
            await DecodeAllAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The decoder throws for no input; if it does, an operator must hear of it, and what is in the store and on its way is kept.
            Fault = "Decoding failed: " + fault.Message;
            GatewayLog.DecoderFailed(_logger, _worker, fault);
        }
    }

    private async Task DecodeAllAsync()
    {
        await foreach (var block in _blocks.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (block is { } received)
            {
                await DecodeAsync(received).ConfigureAwait(false);
            }

            await HousekeepAsync().ConfigureAwait(false);
        }

        await SealAsync().ConfigureAwait(false);
        TakeSnapshot();
    }

    /// <summary>No more blocks will come.</summary>
    public void Complete() => _blocks.Writer.TryComplete();

    /// <summary>The worker that decodes an exporter address.</summary>
    public static int WorkerOf(IpAddr source, int workers) => PartitionMap.Of(source.Value, workers);

    private static void Release(ReceivedBlock received)
    {
        if (received.Block.Done())
        {
            received.Owner.Return(received.Block);
        }
    }

    private async ValueTask DecodeAsync(ReceivedBlock received)
    {
        var block = received.Block;
        for (var i = 0; i < block.Count; i++)
        {
            if (_workers > 1 && WorkerOf(block.Sources[i], _workers) != _worker)
            {
                continue;
            }

            if (block.Lengths[i] > DatagramBlock.SlotBytes)
            {
                _drops.Add(DropCounters.Truncated, block.Sources[i]);
                continue;
            }

            var before = _batch.Count;
            _decoder.Decode(block.Sources[i], block.SourcePorts[i], block.Datagram(i), block.ReceivedMs, _batch);
            Interlocked.Add(ref _flows, _batch.Count - before);
            if (_batch.Count >= _pool.BatchFlows)
            {
                await HandOverAsync(closeWindow: false).ConfigureAwait(false);
            }
        }

        Release(received);
    }

    // What waited for a lent template is read a part at a time, like everything else.
    private void TakeLent()
    {
        while (_lent.TryDequeue(out var lent))
        {
            if (_decoder.ImportState(lent.Exporter, lent.State, _time.GetUtcNow().ToUnixTimeMilliseconds()) is null)
            {
                GatewayLog.StateDamaged(_logger, lent.Exporter.ToString());
            }
        }

        var before = _batch.Count;
        _decoder.Replay(_batch);
        Interlocked.Add(ref _flows, _batch.Count - before);
    }

    private async ValueTask HousekeepAsync()
    {
        TakeLent();
        if (_batch.Count >= _pool.BatchFlows)
        {
            await HandOverAsync(closeWindow: false).ConfigureAwait(false);
        }

        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_windowStart, now) >= _window)
        {
            _windowStart = now;
            await SealAsync().ConfigureAwait(false);
        }
        else if (_batch.Count > 0 && _time.GetElapsedTime(_handedOver, now) >= LongestInBatch)
        {
            await HandOverAsync(closeWindow: false).ConfigureAwait(false);
        }

        if (_time.GetElapsedTime(_lastSweep, now) >= SweepInterval)
        {
            _lastSweep = now;
            _decoder.Sweep(_time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        if (_time.GetElapsedTime(_lastSnapshot, now) >= SnapshotInterval)
        {
            _lastSnapshot = now;
            TakeSnapshot();
        }
    }

    private void TakeSnapshot()
    {
        Exporters = _decoder.Snapshot();
        ChangedStates.Add(_decoder.SaveState(onlyChanged: true));
    }

    private async ValueTask SealAsync()
    {
        if (_batch.Count == 0 && _folder.Flows == 0)
        {
            return;
        }

        await HandOverAsync(closeWindow: true).ConfigureAwait(false);
        _sequence++;
    }

    private async ValueTask HandOverAsync(bool closeWindow)
    {
        _handedOver = _time.GetTimestamp();
        var full = _batch;
        _folder.Add(full);
        var window = new FlowWindow(_lane, _sequence);
        var closed = closeWindow ? _folder.Seal(window, full.Exporters) : null;
        _batch = _pool.Rent();
        await _log.WriteAsync(new LogItem(window, full, closed)).ConfigureAwait(false);
    }
}
