using BenchmarkDotNet.Attributes;
using Clarion.Flows;
using Clarion.Simulation;

namespace Clarion.Bench.Micro;

/// <summary>Decoding alone, one core. An operation is a flow: the mean is nanoseconds and "Allocated" bytes per flow.</summary>
public class DecodeBenchmarks
{
    private const int Flows = 24_000;

    private DatagramRing _ring = null!;
    private FlowBatch _batch = null!;

    [Params(ExportVersions.NetFlow5, ExportVersions.NetFlow9, ExportVersions.Ipfix)]
    public ExportVersions Version { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _ring = new DatagramRing(Version);
        _batch = _ring.NewBatch(Flows + 1024);
        Console.WriteLine(FormattableString.Invariant($"// {Version}: {(double)_ring.Bytes / _ring.Flows:F1} bytes of UDP payload per flow"));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _batch.Dispose();
        if (_ring.Lost() is > 0 and var lost)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{lost} units lost: the decoder was not in its steady state."));
        }
    }

    [Benchmark(OperationsPerInvoke = Flows)]
    public int Decode()
    {
        _batch.Reset();
        _ring.Decode(_batch, Flows);
        return _batch.Count;
    }
}
