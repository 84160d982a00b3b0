using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Memory;
using Microsoft.Extensions.Options;

namespace Clarion.Queues.Tests.Unit;

/// <summary>The queue in memory: in order, as it is, and bounded.</summary>
public sealed class MemoryQueueGrainTests
{
    private static readonly StreamId Stream = StreamId.Create(ClarionStreams.DeltaNamespace, 0);

    private readonly MemoryQueueGrain _queue = new(Options.Create(new QueueOptions { MaxQueueBytes = 2 << 20 }), TimeProvider.System);

    [Fact]
    public async Task Batches_come_out_in_their_order_and_are_the_ones_that_went_in()
    {
        var batches = Enumerable.Range(1, 5).Select(sequence => Batch(sequence, 10)).ToList();
        foreach (var batch in batches)
        {
            await _queue.Add(Stream, batch);
        }

        var first = (await _queue.Take(3)).Containers;
        var rest = (await _queue.Take(10)).Containers;
        var all = first.Concat(rest).ToList();
        Assert.Equal(3, first.Length);
        Assert.All(batches.Zip(all), pair => Assert.Same(pair.First, pair.Second.Batch));
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.First.Token.SequenceNumber < pair.Second.Token.SequenceNumber));
        Assert.Empty((await _queue.Take(10)).Containers);
    }

    [Fact]
    public async Task A_full_queue_refuses_until_something_is_taken()
    {
        await _queue.Add(Stream, Batch(1, 1 << 20));
        await _queue.Add(Stream, Batch(2, 1 << 20));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => _queue.Add(Stream, Batch(3, 1)));
        await _queue.Take(1);
        await _queue.Add(Stream, Batch(3, 1 << 20));
        Assert.Equal([2L, 3L], (await _queue.Take(10)).Containers.Select(container => container.Batch.Sequence));
    }

    [Fact]
    public async Task A_batch_larger_than_the_bound_passes_an_empty_queue()
    {
        await _queue.Add(Stream, Batch(1, 3 << 20));
        Assert.Single((await _queue.Take(1)).Containers);
    }

    private static DeltaBatch Batch(long sequence, int bytes) => new()
    {
        Gateway = "gateway",
        Epoch = 1,
        Worker = 0,
        Sequence = sequence,
        Exporters = [],
        ConversationBytes = new byte[bytes],
        SightingBytes = [],
    };
}
