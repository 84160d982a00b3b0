using Clarion.Grains.Interfaces.Partitions;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Clarion.Queues.Streams;

/// <summary>A batch on its way to the partition, which may live in another silo.</summary>
[GenerateSerializer, Immutable, Alias("clarion.DeltaContainer")]
internal sealed class DeltaContainer(StreamId streamId, DeltaBatch batch, EventSequenceTokenV2 token) : IBatchContainer
{
    [Id(0)]
    public StreamId StreamId { get; } = streamId;

    [Id(1)]
    public DeltaBatch Batch { get; } = batch;

    [Id(2)]
    public EventSequenceTokenV2 Token { get; } = token;

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Batch is T wanted ? [Tuple.Create<T, StreamSequenceToken>(wanted, Token)] : [];

    public bool ImportRequestContext() => false;
}
