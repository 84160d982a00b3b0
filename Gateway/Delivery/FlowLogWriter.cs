using System.Threading.Channels;
using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Gateway.Reporting;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Delivery;

/// <summary>A batch on its way into the flow log; the last one of a window brings the window's deltas.</summary>
/// <param name="Window">Window it belongs to.</param>
/// <param name="Flows">The flows.</param>
/// <param name="Closed">The folded window, when this batch ends it.</param>
internal readonly record struct LogItem(FlowWindow Window, FlowBatch Flows, SealedWindow? Closed);

/// <summary>
/// Writes batches to the flow log, many per transaction, and passes a window on to the partitions only when all its flows are durable:
/// whatever happens afterwards, the log can tell the partitions again. While the store is away it holds what it has and asks again.
/// </summary>
internal sealed class FlowLogWriter(
    IFlowStore store, DeltaPublisher publisher, FlowBatchPool pool, DropCounters drops, TimeProvider time,
    TimeSpan commitInterval, int queueBatches, ILogger logger)
{
    private const int MaxBatchesPerCommit = 32;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Channel<LogItem> _items = Channel.CreateBounded<LogItem>(
        new BoundedChannelOptions(queueBatches) { SingleReader = true });

    private long _storedFlows;

    /// <summary>Flows committed to the log.</summary>
    public long StoredFlows => Interlocked.Read(ref _storedFlows);

    /// <summary>Batches waiting.</summary>
    public int QueueDepth => _items.Reader.Count;

    /// <summary>Batches that may wait.</summary>
    public int QueueCapacity => queueBatches;

    /// <summary>Why the last commit failed; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Queues a batch; waits while the queue is full.</summary>
    public ValueTask WriteAsync(LogItem item) => _items.Writer.WriteAsync(item);

    /// <summary>No more batches will come.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Writes until completed and drained.</summary>
    /// <param name="abandon">Gives up on a store that is away; what is still held is counted as dropped.</param>
    public async Task RunAsync(CancellationToken abandon)
    {
        var group = new List<LogItem>(MaxBatchesPerCommit);
        var givenUp = false;
        while (await _items.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await GatherAsync(group).ConfigureAwait(false);

            // After one group is given up nothing later may be written: a lane must not go on behind a hole.
            givenUp = givenUp || !await CommitAsync(group, abandon).ConfigureAwait(false);
            if (givenUp)
            {
                drops.Add(DropCounters.StoreAtStop, group.Sum(i => (long)i.Flows.Count));
            }

            foreach (var item in group)
            {
                pool.Return(item.Flows);
            }

            group.Clear();
        }

        publisher.Complete();
    }

    /// <summary>Takes what is there, and what comes within the commit interval.</summary>
    private async Task GatherAsync(List<LogItem> group)
    {
        using var deadline = new CancellationTokenSource(commitInterval, time);
        try
        {
            while (group.Count < MaxBatchesPerCommit)
            {
                if (_items.Reader.TryRead(out var item))
                {
                    group.Add(item);
                }
                else if (!await _items.Reader.WaitToReadAsync(deadline.Token).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The interval is over: commit what there is.
        }
    }

    private async Task<bool> CommitAsync(List<LogItem> group, CancellationToken abandon)
    {
        List<LoggedFlows> batches = [.. group.Where(i => i.Flows.Count > 0).Select(i => new LoggedFlows(i.Window, i.Flows))];
        var retry = FirstRetry;
        while (batches.Count > 0)
        {
            try
            {
                await store.AppendAsync(batches, CancellationToken.None).ConfigureAwait(false);
                Fault = null;
                break;
            }
            catch (Exception fault)
            {
                // Also a fault that nobody foresaw: an end of this loop would stop the whole pipeline without a word.
                if (Fault != fault.Message)
                {
                    GatewayLog.StoreUnavailable(logger, fault.Message);
                    Fault = fault.Message;
                }

                if (!await WaitAsync(retry, abandon).ConfigureAwait(false))
                {
                    return false;
                }

                retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, LongestRetry.Ticks));
            }
        }

        Interlocked.Add(ref _storedFlows, batches.Sum(b => (long)b.Flows.Count));
        foreach (var item in group)
        {
            if (item.Closed is { } closed)
            {
                publisher.Publish(closed);
            }
        }

        return true;
    }

    private async Task<bool> WaitAsync(TimeSpan retry, CancellationToken abandon)
    {
        try
        {
            await Task.Delay(retry, time, abandon).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
