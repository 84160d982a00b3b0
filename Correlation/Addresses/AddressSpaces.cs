using Clarion.Flows;

namespace Clarion.Correlation.Addresses;

/// <summary>
/// Which addresses belong to the organisation. Internal addresses become devices; external ones are folded by prefix and never do.
/// Immutable; the test is a handful of masked comparisons.
/// </summary>
public sealed class AddressSpaces
{
    /// <summary>RFC 1918, RFC 3927, RFC 4193 and RFC 4291 link-local addresses.</summary>
    public static readonly IReadOnlyList<string> DefaultPrefixes =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    private const int ExternalV4Prefix = 24;
    private const int ExternalV6Prefix = 48;

    private readonly (UInt128 Network, UInt128 Mask)[] _internal;

    /// <summary>Creates the spaces from prefixes in CIDR form.</summary>
    /// <exception cref="FormatException">A prefix cannot be read; the message names it.</exception>
    public AddressSpaces(IEnumerable<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        _internal = [.. prefixes.Select(Parse)];
    }

    /// <summary>The default spaces.</summary>
    public static AddressSpaces Default { get; } = new(DefaultPrefixes);

    /// <summary>True for a unicast address inside the spaces.</summary>
    public bool IsInternal(UInt128 address)
    {
        foreach (var (network, mask) in _internal)
        {
            if ((address & mask) == network)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The network that stands for an external address: /24 or /48, as large providers assign and route them.</summary>
    public static UInt128 ExternalNetwork(UInt128 address)
    {
        var ip = new IpAddr(address);
        return ip.Prefix(ip.IsV4 ? ExternalV4Prefix : ExternalV6Prefix).Value;
    }

    private static (UInt128 Network, UInt128 Mask) Parse(string prefix)
    {
        var slash = prefix.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IpAddr.TryParse(prefix[..slash], out var address)
            || !int.TryParse(prefix.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture, out var length)
            || length < 0 || length > (address.IsV4 ? 32 : 128))
        {
            throw new FormatException($"'{prefix}' is not an address prefix such as 10.0.0.0/8 or fc00::/7.");
        }

        var bits = address.IsV4 ? length + 96 : length;
        var mask = bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);
        return (address.Value & mask, mask);
    }
}
