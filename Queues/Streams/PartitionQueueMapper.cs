using Clarion.Grains.Interfaces;
using Orleans.Streams;

namespace Clarion.Queues.Streams;

/// <summary>One partition is one queue: a hash of the stream would put several into one and leave others empty.</summary>
internal sealed class PartitionQueueMapper : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] _queues;
    private readonly StreamId[] _streams;
    private readonly Dictionary<StreamId, int> _partitions = [];

    public PartitionQueueMapper(string provider, int partitions)
    {
        // Evenly around the ring that silos share out.
        var distance = (uint)((1UL << 32) / (ulong)partitions);
        _queues = [.. Enumerable.Range(0, partitions).Select(p => QueueId.GetQueueId(provider, (uint)p, ((uint)p * distance) + (distance / 2)))];
        _streams = [.. Enumerable.Range(0, partitions).Select(p => StreamId.Create(ClarionStreams.DeltaNamespace, p))];
        for (var partition = 0; partition < partitions; partition++)
        {
            _partitions.Add(_streams[partition], partition);
        }
    }

    /// <summary>The stream of a partition.</summary>
    public StreamId StreamOf(int partition) => _streams[partition];

    /// <summary>The partition of a stream.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream is of no partition.</exception>
    public int PartitionOf(StreamId stream) => _partitions.TryGetValue(stream, out var partition)
        ? partition
        : throw new ArgumentOutOfRangeException(nameof(stream), stream, "The queue carries streams of partitions only.");

    /// <summary>The partition of a queue.</summary>
    public static int PartitionOf(QueueId queue) => (int)queue.GetNumericId();

    public IEnumerable<QueueId> GetAllQueues() => _queues;

    public QueueId GetQueueForStream(StreamId streamId) => _queues[PartitionOf(streamId)];

    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) => _queues.Where(queue => range.InRange(queue.GetUniformHashCode()));
}
