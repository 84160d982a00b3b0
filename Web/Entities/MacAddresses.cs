using System.Globalization;

namespace Clarion.Web.Entities;

/// <summary>What a MAC address says about itself.</summary>
public static class MacAddresses
{
    private const int LocalBit = 0x02;

    /// <summary>
    /// True when the address was not given by a manufacturer (second-least bit of the first octet, IEEE 802): telephones and notebooks
    /// that change it at random, virtual machines, administrators. False for others and for what is no MAC.
    /// </summary>
    public static bool IsLocallyAdministered(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length == 17 && byte.TryParse(id.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            && (first & LocalBit) != 0;
    }
}
