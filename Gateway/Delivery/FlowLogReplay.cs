using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Delivery;

/// <summary>
/// Tells the partitions what the flow log holds and they have not merged: after a crash of this process, when a partition has lost its memory,
/// and when the publisher had no room. Windows keep their old numbers, so a partition takes exactly what it lacks. With a durable queue most of
/// what a partition lacks is on its way; the log is read only for what the queue does not hold.
/// </summary>
internal sealed class FlowLogReplay(
    IFlowStore store, IGrainFactory grains, DeltaPublisher publisher, IDeltaQueue queue, Func<Folder> newFolder, string gateway, long epoch,
    int partitions, ILogger logger)
{
    private readonly Dictionary<LaneKey, long> _ended = [];
    private Dictionary<(int Partition, LaneKey Lane), long> _lacking = [];

    /// <summary>Sends what earlier runs have logged and some partition lacks; with a durable queue it only looks, and repairs do the rest.</summary>
    /// <returns>True when the partitions have been told everything.</returns>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        // The lanes of this run are still growing, and their newest windows may be in the log only in part.
        foreach (var lane in await store.GetLanesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lane.Lane.Gateway != gateway || lane.Lane.Epoch != epoch)
            {
                _ended[lane.Lane] = lane.Sequence;
            }
        }

        if (_ended.Count == 0)
        {
            return true;
        }

        var status = await StatusAsync().ConfigureAwait(false);
        if (queue.IsDurable)
        {
            return _ended.All(lane => status.All(s => s.PositionOf(lane.Key) >= lane.Value));
        }

        foreach (var (lane, last) in _ended)
        {
            await ReplayAsync(lane, status.Min(s => s.PositionOf(lane)), last, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Sends what the publisher had no room for.</summary>
    public async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in publisher.Behind)
        {
            using var turn = await publisher.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
            bool more;
            do
            {
                var last = publisher.LastInLog(lane);
                await ReplayAsync(lane, publisher.Published.GetValueOrDefault(lane), last, cancellationToken).ConfigureAwait(false);
                more = !publisher.ReadBack(lane, last);
            }
            while (more);

            GatewayLog.ReadBack(logger);
        }
    }

    /// <summary>
    /// Sends again what a partition still lacks although it was sent before the last call: it has lost its memory. One that cannot commit
    /// is left alone, for it keeps what it has been sent.
    /// </summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        var lacking = new Dictionary<(int, LaneKey), long>();
        var stuck = new Dictionary<LaneKey, long>();
        KeyValuePair<LaneKey, long>[] sent = [.. _ended, .. publisher.Published];
        foreach (var status in await StatusAsync().ConfigureAwait(false))
        {
            foreach (var (lane, last) in sent)
            {
                var at = status.PositionOf(lane);
                if (at >= last || status.Fault is not null)
                {
                    continue;
                }

                lacking[(status.Partition, lane)] = at;
                if (_lacking.TryGetValue((status.Partition, lane), out var before) && before >= at
                    && await IsLostAsync(status, lane, cancellationToken).ConfigureAwait(false))
                {
                    stuck[lane] = Math.Min(at, stuck.GetValueOrDefault(lane, long.MaxValue));
                }
            }
        }

        _lacking = lacking;
        if (stuck.Count > 0)
        {
            using var turn = await publisher.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (lane, at) in stuck)
            {
                var last = publisher.Published.TryGetValue(lane, out var published) ? published : _ended[lane];
                await ReplayAsync(lane, at, last, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A stream in memory has delivered by now. A durable queue still has it, unless it is empty or the partition has seen what comes after.
    private async Task<bool> IsLostAsync(PartitionStatus status, LaneKey lane, CancellationToken cancellationToken)
    {
        if (!queue.IsDurable || status.Gaps.Any(gap => gap.Gateway == lane.Gateway && gap.Epoch == lane.Epoch && gap.Worker == lane.Worker))
        {
            return true;
        }

        try
        {
            return status.Queue is null or { Unacknowledged: 0 }
                && (await queue.GetDepthsAsync(cancellationToken).ConfigureAwait(false)).Any(depth => depth is { Messages: 0 } && depth.Partition == status.Partition);
        }
        catch (QueueUnavailableException)
        {
            // What it holds is known when it is back.
            return false;
        }
    }

    private Task<PartitionStatus[]> StatusAsync() =>
        Task.WhenAll(Enumerable.Range(0, partitions).Select(p => grains.GetGrain<IPartitionGrain>(p).GetStatus()));

    private async Task ReplayAsync(LaneKey lane, long afterSequence, long lastSequence, CancellationToken cancellationToken)
    {
        if (afterSequence >= lastSequence)
        {
            return;
        }

        var folder = newFolder();
        var exporters = new ExporterRegistry();
        var sent = afterSequence;
        var open = 0L;
        var flows = 0L;
        await foreach (var logged in store.ReadAfterAsync(lane, afterSequence, exporters, new TextTable(), cancellationToken).ConfigureAwait(false))
        {
            using var batch = logged.Flows;
            if (logged.Window.Sequence > lastSequence)
            {
                break;
            }

            if (open != 0 && logged.Window.Sequence != open)
            {
                await SendAsync().ConfigureAwait(false);
            }

            open = logged.Window.Sequence;
            folder.Add(batch);
            flows += batch.Count;
        }

        if (open != 0)
        {
            await SendAsync().ConfigureAwait(false);
        }

        GatewayLog.Replayed(logger, flows, lane.Gateway, lane.Epoch, lane.Worker);

        async Task SendAsync()
        {
            var window = folder.Seal(new FlowWindow(lane, open), exporters) with { Skipped = open - sent - 1 };
            if (!await publisher.SendAsync(window, cancellationToken).ConfigureAwait(false))
            {
                throw new OperationCanceledException(cancellationToken);
            }

            sent = open;
        }
    }
}
