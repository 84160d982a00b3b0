using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Grains.Devices;

/// <summary>How a peer is written: as a device, or as the network of an external peer.</summary>
internal static class PeerText
{
    private const int ExternalV4Prefix = 24;
    private const int ExternalV6Prefix = 48;

    public static string Of(UInt128 peer, AddressSpaces spaces)
    {
        var device = new DeviceId(peer);
        if (device.IsMac || spaces.IsInternal(peer))
        {
            return device.ToString();
        }

        var address = new IpAddr(peer);
        return string.Create(CultureInfo.InvariantCulture, $"{address}/{(address.IsV4 ? ExternalV4Prefix : ExternalV6Prefix)}");
    }

    public static bool TryParse(string text, out UInt128 peer)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && IpAddr.TryParse(text[..slash], out var address))
        {
            peer = address.Value;
            return true;
        }

        var known = DeviceId.TryParse(text, out var device);
        peer = device.Value;
        return known;
    }
}
