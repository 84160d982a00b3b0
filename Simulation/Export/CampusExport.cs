using Clarion.Simulation.Behaviour;
using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Export;

/// <summary>
/// The datagrams of the whole campus in one reproducible order: which switch sends next depends on the seed and the hour, not on the
/// pace of sending. Not thread-safe.
/// </summary>
internal sealed class CampusExport
{
    private readonly Exporter[] _exporters;
    private AliasTable? _weights;
    private SeededRandom _random;
    private long _hour = long.MinValue;
    private int _introduced;

    public CampusExport(Campus campus)
    {
        Campus = campus;
        Ledger = new TrafficLedger(campus.Devices.Length, campus.Switches.Length);

        // A switch without a device has nothing to report.
        _exporters = [.. campus.Switches.Where(s => s.Devices.Length > 0).Select(s => Exporter.Create(campus, s, Ledger))];
        _random = new SeededRandom((ulong)(uint)campus.Options.Seed, 0x0DE5);
    }

    public Campus Campus { get; }

    /// <summary>Sums of everything written so far.</summary>
    public TrafficLedger Ledger { get; }

    /// <summary>Writes the next datagram; every exporter's first one comes before anybody's second.</summary>
    /// <param name="buffer">At least <see cref="Exporter.MaxDatagram"/> bytes.</param>
    /// <param name="nowMs">Time of export, Unix ms; must not fall.</param>
    public ExportedDatagram Next(Span<byte> buffer, long nowMs)
    {
        if (_introduced < _exporters.Length)
        {
            return _exporters[_introduced++].Write(buffer, nowMs);
        }

        var hour = DayCurve.HourOf(nowMs);
        if (_weights is null || hour != _hour)
        {
            _hour = hour;
            _weights = new AliasTable([.. _exporters.Select(e => e.Switch.Devices.Sum(d => DayCurve.Activity(d.Type, hour)))]);
        }

        return _exporters[_weights.Pick(ref _random)].Write(buffer, nowMs);
    }
}
