using System.Globalization;
using Clarion.Flows;

namespace Clarion.Correlation.Addresses;

/// <summary>A network in CIDR form, IPv4 or IPv6.</summary>
/// <param name="Network">Its first address.</param>
/// <param name="Length">Length: 0 to 32 for IPv4, 0 to 128 for IPv6.</param>
public readonly record struct NetworkPrefix(IpAddr Network, int Length)
{
    private const int V4Bits = 32;
    private const int V6Bits = 128;

    /// <summary>Reads an address and a length.</summary>
    /// <param name="text">Such as <c>10.1.0.0/16</c>.</param>
    /// <param name="prefix">The network, without the bits of a host.</param>
    /// <param name="hasHostBits">True when the text named an address within the network instead of its first.</param>
    public static bool TryParse(string? text, out NetworkPrefix prefix, out bool hasHostBits)
    {
        (prefix, hasHostBits) = (default, false);
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || !IpAddr.TryParse(text![..slash], out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > (address.IsV4 ? V4Bits : V6Bits))
        {
            return false;
        }

        prefix = new NetworkPrefix(address.Prefix(length), length);
        hasHostBits = prefix.Network != address;
        return true;
    }

    /// <summary>True for an address of the network.</summary>
    public bool Contains(IpAddr address) => address.IsV4 == Network.IsV4 && address.Prefix(Length) == Network;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length}");
}
