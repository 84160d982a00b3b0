namespace Clarion.Correlation.Conversations;

/// <summary>
/// Which partition a conversation or an address belongs to. Frozen: another function would strand queued batches and break the
/// per-partition order that exact counting rests on.
/// </summary>
public static class PartitionMap
{
    /// <summary>Partition of an address, by a mixed hash of all its bits.</summary>
    /// <param name="address">The client's address (conversations) or the address itself (sightings).</param>
    /// <param name="partitions">Number of partitions of the deployment.</param>
    public static int Of(UInt128 address, int partitions)
    {
        var hash = (ulong)(address >> 64) * 0x9E37_79B9_7F4A_7C15UL ^ (ulong)address;
        hash = (hash ^ hash >> 30) * 0xBF58_476D_1CE4_E5B9UL;
        hash = (hash ^ hash >> 27) * 0x94D0_49BB_1331_11EBUL;
        hash ^= hash >> 31;
        return (int)(hash % (uint)partitions);
    }
}
