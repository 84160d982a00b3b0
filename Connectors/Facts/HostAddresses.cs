using Clarion.Flows;

namespace Clarion.Connectors.Facts;

/// <summary>Addresses that name a device. Those that every link has again (fe80::/10, 169.254.0.0/16), loopback and groups do not.</summary>
internal static class HostAddresses
{
    private const uint LinkLocalV4 = 0xA9FE_0000;

    /// <summary>The addresses of a list, each once, in its order; what is none is left out.</summary>
    public static IReadOnlyList<IpAddr> Of(IReadOnlyList<string> texts, int max)
    {
        var addresses = new List<IpAddr>(Math.Min(texts.Count, max));
        foreach (var text in texts)
        {
            if (addresses.Count == max)
            {
                break;
            }

            if (IpAddr.TryParse(text, out var address) && IsHost(address) && !addresses.Contains(address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private static bool IsHost(IpAddr address)
    {
        if (address.IsV4)
        {
            var value = (uint)address.Value;
            var first = value >> 24;
            return first is not (0 or 127 or >= 224) && (value & 0xFFFF_0000) != LinkLocalV4;
        }

        var high = (ulong)(address.Value >> 64);
        return address.Value > UInt128.One && high >> 56 != 0xFF && high >> 54 != 0xFE80 >> 6;
    }
}
