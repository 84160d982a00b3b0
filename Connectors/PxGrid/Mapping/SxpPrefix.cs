using System.Globalization;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>A prefix in a VPN.</summary>
/// <param name="Vpn">The VPN.</param>
/// <param name="Network">The network, without bits of the host.</param>
/// <param name="Length">Length, in the terms of its family.</param>
internal readonly record struct SxpPrefix(string Vpn, IpAddr Network, int Length)
{
    private const int V4Length = 32;
    private const int V6Length = 128;

    /// <summary>The prefix and its VPN, as <see cref="TryParse"/> reads them apart.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length} {Vpn}");

    /// <summary>Reads <c>10.20.0.0/16</c>; an address alone is a prefix of one.</summary>
    public static bool TryParse(PxSxpBinding binding, out SxpPrefix prefix)
    {
        prefix = default;
        var text = binding.IpPrefix?.Trim() ?? "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddr.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var most = address.IsV4 ? V4Length : V6Length;
        var length = most;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most))
        {
            return false;
        }

        var vpn = BoundedText.Of(binding.Vpn);
        prefix = new SxpPrefix(vpn.Length == 0 ? SgtMapped.DefaultVpn : vpn, address.Prefix(length), length);
        return true;
    }
}
