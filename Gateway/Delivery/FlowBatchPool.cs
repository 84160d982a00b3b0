using System.Collections.Concurrent;
using Clarion.Flows;

namespace Clarion.Gateway.Delivery;

/// <summary>Reuses batches between decoding and the store. How many exist is bounded by the queues between the two.</summary>
internal sealed class FlowBatchPool(ExporterRegistry exporters, TextTable texts, int batchFlows)
{
    // A datagram is decoded whole, so a batch may pass its nominal size by one datagram's flows.
    private const int Headroom = 2048;

    private readonly ConcurrentQueue<FlowBatch> _free = new();

    /// <summary>Flows at which a batch is handed over.</summary>
    public int BatchFlows => batchFlows;

    public FlowBatch Rent() => _free.TryDequeue(out var batch) ? batch : new FlowBatch(exporters, texts, batchFlows + Headroom);

    public void Return(FlowBatch batch)
    {
        batch.Reset();
        _free.Enqueue(batch);
    }
}
