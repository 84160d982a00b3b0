using Clarion.Correlation.Bindings;
using Clarion.Flows;

namespace Clarion.Grains.Partitions;

/// <summary>
/// How often a sighting that says nothing new is told to the identity index: gateways repeat them every minute from every switch on the path, and the
/// index needs to hear only now and then that an address is still held. Bounded: when it is full it starts anew, and everything is told once more.
/// </summary>
internal sealed class SightingPace
{
    private const long IntervalMs = 5 * 60_000;
    private const int Capacity = 200_000;

    private readonly Dictionary<(IpAddr Address, MacAddr Mac, IpAddr Exporter, uint Interface), long> _toldMs = [];

    /// <summary>True when the index should hear of it.</summary>
    public bool IsDue(in Binding sighting)
    {
        var key = (sighting.Address, sighting.Mac, sighting.Exporter, sighting.Interface);
        if (_toldMs.TryGetValue(key, out var toldMs) && Math.Abs(sighting.LastMs - toldMs) < IntervalMs)
        {
            return false;
        }

        if (_toldMs.Count >= Capacity)
        {
            _toldMs.Clear();
        }

        _toldMs[key] = sighting.LastMs;
        return true;
    }
}
