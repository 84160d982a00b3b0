using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Delivery;

/// <summary>At a graceful stop: waits until the partitions have taken the last windows of this gateway, then has them commit.</summary>
internal sealed class PartitionDrain(IGrainFactory grains, int partitions, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public Task RunAsync(IEnumerable<FlowWindow> lastWindows, CancellationToken cancellationToken)
    {
        FlowWindow[] windows = [.. lastWindows.Where(w => w.Sequence > 0)];
        return Task.WhenAll(Enumerable.Range(0, partitions).Select(p => DrainAsync(p, windows, cancellationToken)));
    }

    private async Task DrainAsync(int partition, FlowWindow[] windows, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IPartitionGrain>(partition);
        try
        {
            while (true)
            {
                var status = await grain.GetStatus().ConfigureAwait(false);
                if (windows.All(w => status.PositionOf(w.Lane) >= w.Sequence))
                {
                    break;
                }

                await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
            }

            await grain.Flush().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            GatewayLog.FlushFailed(logger, partition, fault.Message);
        }
    }
}
