namespace Clarion.Simulation.Campuses;

/// <summary>Who offers which service.</summary>
internal sealed class ServiceDirectory
{
    private readonly CampusDevice[][] _offers;

    public ServiceDirectory(IReadOnlyList<CampusDevice> devices)
    {
        var offers = ServiceCatalogue.All.Select(_ => new List<CampusDevice>()).ToArray();
        foreach (var device in devices)
        {
            if (device.Role is { } role)
            {
                foreach (var kind in ServiceCatalogue.OfferedBy(role))
                {
                    offers[(int)kind].Add(device);
                }

                offers[(int)ServiceKind.Monitoring].Add(device);
                offers[(int)ServiceKind.Ping].Add(device);
            }
            else if (PeerService(device.Type) is { } peer)
            {
                offers[(int)peer].Add(device);
            }
        }

        _offers = [.. offers.Select(o => o.ToArray())];
    }

    /// <summary>All providers of a service.</summary>
    public ReadOnlySpan<CampusDevice> Of(ServiceKind kind) => _offers[(int)kind];

    /// <summary>
    /// A provider for a client: mostly its usual one, which the pair of client and service decides, sometimes another. Null when the
    /// only provider is the client itself.
    /// </summary>
    public CampusDevice? Pick(ServiceKind kind, CampusDevice client, ref SeededRandom random)
    {
        var offers = _offers[(int)kind];
        if (offers.Length == 0)
        {
            return null;
        }

        var usual = SeededRandom.Mix((ulong)client.Index << 8 | (ulong)kind);
        var draw = random.Next();
        var index = (draw & 7) == 0 ? (int)((draw >> 32) * (ulong)offers.Length >> 32) : (int)((usual >> 32) * (ulong)offers.Length >> 32);
        if (offers[index] != client)
        {
            return offers[index];
        }

        return offers.Length == 1 ? null : offers[(index + 1) % offers.Length];
    }

    // Services that ordinary devices offer to each other.
    private static ServiceKind? PeerService(DeviceType type) => type switch
    {
        DeviceType.Phone => ServiceKind.Rtp,
        DeviceType.Printer => ServiceKind.RawPrint,
        DeviceType.Camera => ServiceKind.RtspCamera,
        _ => null,
    };
}
