using System.Collections.Concurrent;
using System.Net.Sockets;
using Clarion.Gateway.Reporting;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Collector;

/// <summary>
/// Reads one socket on a thread of its own and never waits for anything below: blocks go to the decode workers, and when all blocks are
/// under way what arrives is counted and dropped.
/// </summary>
internal sealed class UdpReceiver : IDisposable
{
    private const int ShortestGatherMs = 10;
    private const int LongestGatherMs = 25;

    // What the kernel charges the buffer for a datagram of 1,400 bytes, and the rate at which a whole gathering must fit into a quarter of the buffer.
    private const int BytesPerDatagram = 2304;
    private const int DatagramsPerMs = 50;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(1);

    private readonly UdpSocket _socket;
    private readonly IReadOnlyList<DecodeWorker> _workers;
    private readonly DropCounters _drops;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<DatagramBlock> _free = new();
    private readonly List<DatagramBlock> _all = [];
    private readonly DatagramBlock _overflow = new();
    private readonly int _maxBlocks;
    private readonly int _gatherMs;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _datagrams;
    private readonly ManualResetEventSlim _stopping = new(false, spinCount: 0);

    public UdpReceiver(
        UdpSocket socket, int index, int blocks, IReadOnlyList<DecodeWorker> workers, DropCounters drops, TimeProvider time, ILogger logger)
    {
        (_socket, Index, _maxBlocks, _workers, _drops, _time, _logger) = (socket, index, blocks, workers, drops, time, logger);

        // A wake-up per datagram costs more than the datagram (docs/performance.md), here and in the workers.
        _gatherMs = (int)Math.Clamp(socket.BufferGranted / 4 / BytesPerDatagram / DatagramsPerMs, ShortestGatherMs, LongestGatherMs);
        _thread = new Thread(Run) { IsBackground = true, Name = FormattableString.Invariant($"udp-{socket.Port}-{index}") };
    }

    public int Index { get; }

    public UdpSocket Socket => _socket;

    public long Datagrams => Interlocked.Read(ref _datagrams);

    /// <summary>Blocks on their way through decoding.</summary>
    public int BlocksInUse => _all.Count - _free.Count;

    public int MaxBlocks => _maxBlocks;

    /// <summary>Why the socket is read no more; null while it is.</summary>
    public string? Fault { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Reads what the kernel still holds, for at most a second, then ends.</summary>
    public Task StopAsync()
    {
        _stopping.Set();
        return _ended.Task;
    }

    public void Return(DatagramBlock block) => _free.Enqueue(block);

    public void Dispose()
    {
        _socket.Dispose();
        _stopping.Dispose();
        _overflow.Dispose();
        foreach (var block in _all)
        {
            block.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            while (!_stopping.IsSet)
            {
                // A full block says that more is waiting; anything less, that the kernel has nothing left.
                if (ReceiveOnce() < DatagramBlock.Slots)
                {
                    _stopping.Wait(_gatherMs);
                }
            }

            // The first empty read means that the kernel's buffer is drained; exporters that go on sending must not hold the stop.
            var asked = _time.GetTimestamp();
            while (ReceiveOnce() > 0 && _time.GetElapsedTime(asked) < LongestDrain)
            {
            }
        }
        catch (SocketException fault)
        {
            GatewayLog.ReceiverFailed(_logger, _socket.Port, fault);
            Fault = FormattableString.Invariant($"Receiving on UDP port {_socket.Port} failed: {fault.Message}");
        }
        finally
        {
            _ended.SetResult();
        }
    }

    /// <summary>Reads what has arrived, or waits for it for a moment.</summary>
    /// <returns>Datagrams read.</returns>
    private int ReceiveOnce()
    {
        var block = Take();
        var target = block ?? _overflow;
        target.Count = _socket.Receive(target);
        if (target.Count == 0)
        {
            if (block is not null)
            {
                _free.Enqueue(block);
            }

            foreach (var worker in _workers)
            {
                worker.Tick();
            }

            return 0;
        }

        Interlocked.Add(ref _datagrams, target.Count);
        target.ReceivedMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (block is null)
        {
            for (var i = 0; i < target.Count; i++)
            {
                _drops.Add(DropCounters.QueueFull, target.Sources[i]);
            }

            return target.Count;
        }

        var count = block.Count;
        block.Share(_workers.Count);
        foreach (var worker in _workers)
        {
            worker.Enqueue(new ReceivedBlock(block, this));
        }

        return count;
    }

    private DatagramBlock? Take()
    {
        if (_free.TryDequeue(out var block))
        {
            return block;
        }

        if (_all.Count < _maxBlocks)
        {
            block = new DatagramBlock();
            _all.Add(block);
            return block;
        }

        return null;
    }
}

/// <summary>A filled block and where it goes back to.</summary>
/// <param name="Block">The block.</param>
/// <param name="Owner">Its receiver.</param>
internal readonly record struct ReceivedBlock(DatagramBlock Block, UdpReceiver Owner);
