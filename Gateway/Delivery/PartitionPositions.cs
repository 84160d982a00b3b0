using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Delivery;

/// <summary>Where a partition stands.</summary>
internal static class PartitionPositions
{
    /// <summary>The last window of a lane that the partition has merged; 0 = none.</summary>
    public static long PositionOf(this PartitionStatus status, LaneKey lane)
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
}
