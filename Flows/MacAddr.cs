using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Clarion.Flows;

/// <summary>A 48-bit IEEE 802 MAC address in the low bits of a number. Zero means "not reported".</summary>
/// <param name="Value">The address; bits 47..40 are the first byte on the wire.</param>
public readonly record struct MacAddr(ulong Value)
{
    /// <summary>True when no address was reported.</summary>
    public bool IsNone => Value == 0;

    /// <summary>True for group (multicast and broadcast) addresses, which never identify a device.</summary>
    public bool IsGroup => (Value >> 40 & 1) != 0;

    /// <summary>True for locally administered addresses, among them the randomised ones of phones and laptops.</summary>
    public bool IsLocal => (Value >> 40 & 2) != 0;

    /// <summary>Parses <c>aa:bb:cc:dd:ee:ff</c>, <c>aa-bb-…</c>, Cisco's <c>aabb.ccdd.eeff</c> or twelve bare digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddr address)
    {
        address = default;
        if (text is null || text.Length is < 12 or > 17)
        {
            return false;
        }

        ulong value = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                value = value << 4 | (uint)Convert.ToInt32(c.ToString(), 16);
                digits++;
            }
            else if (c is not (':' or '-' or '.'))
            {
                return false;
            }
        }

        address = new MacAddr(value);
        return digits == 12;
    }

    /// <summary>Lower-case, colon-separated text; empty when not reported.</summary>
    public override string ToString() => IsNone
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Value >> 40 & 255:x2}:{Value >> 32 & 255:x2}:{Value >> 24 & 255:x2}:{Value >> 16 & 255:x2}:{Value >> 8 & 255:x2}:{Value & 255:x2}");
}
