using System.Runtime.CompilerServices;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Streams;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Providers.Streams.Common;

namespace Clarion.Queues.Memory;

/// <summary>A bounded queue of deltas. What it holds is lost with its silo, and sent again from the gateways' flow logs.</summary>
[PreferLocalPlacement]
internal sealed class MemoryQueueGrain(IOptions<QueueOptions> options, TimeProvider time) : Grain, IMemoryQueueGrain
{
    private readonly Queue<DeltaContainer> _waiting = [];

    // A later activation goes on with higher numbers.
    private long _token = time.GetUtcNow().UtcTicks;
    private long _bytes;

    public Task Add(StreamId stream, DeltaBatch batch)
    {
        var bytes = SizeOf(batch);
        if (_waiting.Count > 0 && _bytes + bytes > options.Value.MaxQueueBytes)
        {
            throw new QueueUnavailableException(
                $"{_waiting.Count} messages ({_bytes} bytes) wait in memory, more than {QueueOptions.Section}:{nameof(QueueOptions.MaxQueueBytes)} allows.");
        }

        _waiting.Enqueue(new DeltaContainer(stream, batch, new EventSequenceTokenV2(++_token)));
        _bytes += bytes;
        return Task.CompletedTask;
    }

    public Task<TakenDeltas> Take(int maxCount)
    {
        if (_waiting.Count == 0)
        {
            return Task.FromResult(TakenDeltas.None);
        }

        var taken = new DeltaContainer[Math.Min(maxCount, _waiting.Count)];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = _waiting.Dequeue();
            _bytes -= SizeOf(taken[i].Batch);
        }

        return Task.FromResult(new TakenDeltas(taken));
    }

    private static long SizeOf(DeltaBatch batch) =>
        batch.ConversationBytes.LongLength + batch.SightingBytes.LongLength + (batch.Exporters.LongLength * Unsafe.SizeOf<ExporterRef>());
}
