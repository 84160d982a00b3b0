using System.Globalization;

namespace Clarion.Flows;

/// <summary>An address prefix of either family; <see cref="Everything"/> covers both.</summary>
internal readonly record struct IpPrefix(UInt128 Network, UInt128 Mask)
{
    public static IpPrefix Everything => default;

    public bool Covers(IpAddr address) => (address.Value & Mask) == Network;

    public static bool TryParse(string? text, out IpPrefix prefix)
    {
        prefix = default;
        if (text == "*")
        {
            return true;
        }

        var slash = text?.IndexOf('/') ?? -1;
        if (!IpAddr.TryParse(slash < 0 ? text : text![..slash], out var address))
        {
            return false;
        }

        var width = address.IsV4 ? 32 : 128;
        var length = width;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > width))
        {
            return false;
        }

        var bits = length + 128 - width;
        var mask = bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);
        prefix = new IpPrefix(address.Value & mask, mask);
        return true;
    }

    public static IpPrefix Parse(string text) =>
        TryParse(text, out var prefix) ? prefix : throw new FormatException($"'{text}' is neither an address, a prefix nor *.");

    public static IpPrefix[] ParseAll(IEnumerable<string> texts) => [.. texts.Select(Parse)];

    public static bool AnyCovers(IpPrefix[] prefixes, IpAddr address)
    {
        foreach (var prefix in prefixes)
        {
            if (prefix.Covers(address))
            {
                return true;
            }
        }

        return false;
    }
}
