using Clarion.Flows;

namespace Clarion.Simulation.Campuses;

/// <summary>Hosts outside the campus. Few are asked for most of the time, many now and then.</summary>
internal sealed class ExternalHosts
{
    private const int Count = 1024;

    private readonly UInt128[] _v4 = new UInt128[Count];
    private readonly UInt128[] _v6 = new UInt128[Count];

    public ExternalHosts(int seed)
    {
        var random = new SeededRandom((ulong)(uint)seed, 0x45585400);
        var documentation = IpAddr.Parse("2001:db8::").Value;
        for (var i = 0; i < Count; i++)
        {
            // 20 to 99: no private, shared, loopback or multicast block begins there.
            var network = (uint)(20 + random.Below(80)) << 24 | (uint)random.Next() & 0x00FF_FF00;
            _v4[i] = IpAddr.FromV4(network | (uint)(1 + random.Below(254))).Value;
            _v6[i] = documentation | (UInt128)(uint)i << 80 | (uint)(1 + random.Below(65000));
        }
    }

    /// <summary>One of the hosts; the cube of a uniform draw makes the first ones popular.</summary>
    public UInt128 Pick(bool v6, ref SeededRandom random)
    {
        var unit = random.Unit();
        var index = (int)(unit * unit * unit * Count);
        return v6 ? _v6[index] : _v4[index];
    }
}
