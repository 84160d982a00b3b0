using BenchmarkDotNet.Attributes;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Grains;
using Clarion.Simulation;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Micro;

/// <summary>
/// Folding decoded flows into the windows that partitions get. An operation is a flow; the allocations are the sealed windows, which are
/// messages and so cannot be reused.
/// </summary>
public class FoldBenchmarks
{
    private const int Batches = 4;
    private const int BatchFlows = 8192;

    private readonly FlowBatch[] _batches = new FlowBatch[Batches];
    private readonly Folder _folder = new(AddressSpaces.Default, new GrainsOptions().Partitions);
    private DatagramRing _ring = null!;
    private long _sequence;

    [GlobalSetup]
    public void Setup()
    {
        _ring = new DatagramRing(ExportVersions.NetFlow9);
        for (var i = 0; i < Batches; i++)
        {
            _batches[i] = _ring.NewBatch(BatchFlows + 1024);
            _ring.Decode(_batches[i], BatchFlows);
            _batches[i].DropRows(_batches[i].Count - BatchFlows);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var batch in _batches)
        {
            batch.Dispose();
        }
    }

    [Benchmark(OperationsPerInvoke = Batches * BatchFlows)]
    public SealedWindow Fold()
    {
        foreach (var batch in _batches)
        {
            _folder.Add(batch);
        }

        return _folder.Seal(new FlowWindow(new LaneKey("bench", 0, 0), ++_sequence), _ring.Exporters);
    }
}
