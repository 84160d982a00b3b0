using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Delivery;

/// <summary>
/// After a crash, tells the partitions what the flow log holds and they have not committed. Windows keep their old numbers, so a partition
/// takes exactly what it lacks.
/// </summary>
internal sealed class FlowLogReplay(
    IFlowStore store, IGrainFactory grains, DeltaPublisher publisher, Func<Folder> newFolder, int partitions, ILogger logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lanes = await store.GetLanesAsync(cancellationToken).ConfigureAwait(false);
        if (lanes.Count == 0)
        {
            return;
        }

        var status = await Task.WhenAll(Enumerable.Range(0, partitions).Select(p => grains.GetGrain<IPartitionGrain>(p).GetStatus()))
            .ConfigureAwait(false);
        foreach (var lane in lanes)
        {
            var applied = status.Min(s => PositionOf(s, lane.Lane));
            if (applied < lane.Sequence)
            {
                await ReplayAsync(lane.Lane, applied, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static long PositionOf(PartitionStatus status, LaneKey lane)
    {
        foreach (var known in status.Lanes)
        {
            if (known.Gateway == lane.Gateway && known.Epoch == lane.Epoch && known.Worker == lane.Worker)
            {
                return known.Sequence;
            }
        }

        return 0;
    }

    private async Task ReplayAsync(LaneKey lane, long afterSequence, CancellationToken cancellationToken)
    {
        var folder = newFolder();
        var exporters = new ExporterRegistry();
        var open = 0L;
        var flows = 0L;
        await foreach (var logged in store.ReadAfterAsync(lane, afterSequence, exporters, new TextTable(), cancellationToken).ConfigureAwait(false))
        {
            using var batch = logged.Flows;
            if (open != 0 && logged.Window.Sequence != open)
            {
                await SendAsync(open).ConfigureAwait(false);
            }

            open = logged.Window.Sequence;
            folder.Add(batch);
            flows += batch.Count;
        }

        if (open != 0)
        {
            await SendAsync(open).ConfigureAwait(false);
        }

        GatewayLog.Replayed(logger, flows, lane.Gateway, lane.Epoch, lane.Worker);

        Task SendAsync(long sequence) => publisher.SendAsync(folder.Seal(new FlowWindow(lane, sequence), exporters), cancellationToken);
    }
}
