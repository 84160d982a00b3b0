using Clarion.Grains.Interfaces.Partitions;
using Clarion.Queues.Streams;

namespace Clarion.Queues.Memory;

/// <summary>One queue of deltas in memory. Within a silo batches are handed over as they are: nothing is copied or written out.</summary>
[Alias("clarion.IMemoryQueueGrain")]
internal interface IMemoryQueueGrain : IGrainWithIntegerKey
{
    /// <summary>Appends a batch.</summary>
    /// <exception cref="Clarion.Grains.Interfaces.Queues.QueueUnavailableException">The queue is full; send it again.</exception>
    [Alias("Add")]
    Task Add(StreamId stream, DeltaBatch batch);

    /// <summary>Takes the oldest batches, at most so many.</summary>
    [Alias("Take")]
    Task<TakenDeltas> Take(int maxCount);
}

/// <summary>Batches taken from a queue.</summary>
/// <param name="Containers">In their order.</param>
[GenerateSerializer, Immutable, Alias("clarion.TakenDeltas")]
internal sealed record TakenDeltas([property: Id(0)] DeltaContainer[] Containers)
{
    /// <summary>None.</summary>
    public static TakenDeltas None { get; } = new([]);
}
