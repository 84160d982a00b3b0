using Clarion.Storage.Contracts;

namespace Clarion.Migration.Flows;

/// <summary>Sums over flows as they are written, to compare with what the store has afterwards.</summary>
internal sealed class FlowTotals
{
    private readonly HashSet<UInt128> _sources = [];
    private readonly HashSet<UInt128> _destinations = [];
    private readonly HashSet<UInt128> _exporters = [];
    private long _rows;
    private UInt128 _bytes;
    private UInt128 _packets;
    private UInt128 _sgts;
    private long _firstMs;
    private long _lastMs;

    /// <summary>Adds a judged flow.</summary>
    public void Add(in LegacyFlow flow, UInt128 exporter)
    {
        _firstMs = _rows == 0 ? flow.Start : Math.Min(_firstMs, flow.Start);
        _lastMs = Math.Max(_lastMs, flow.End);
        _rows++;
        _bytes += (ulong)flow.Bytes;
        _packets += (ulong)flow.Packets;
        _sgts += (ulong)(flow.SourceSgt + flow.DestinationSgt);
        _sources.Add(flow.Source.Value);
        _destinations.Add(flow.Destination.Value);
        _exporters.Add(exporter);
    }

    /// <summary>The sums.</summary>
    public LaneTotals ToTotals() => new(
        _rows, _bytes, _packets, _sources.Count, _destinations.Count, _exporters.Count, _sgts, _firstMs, _lastMs);
}
