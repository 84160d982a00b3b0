using System.Globalization;

namespace Clarion.Storage.Filters;

/// <summary>Numbers as people write them.</summary>
internal static class FilterNumbers
{
    public delegate bool Reader(string text, out UInt128 value);

    // Longest first, so that KiB is not read as K. Decimal units are what network people mean; binary ones have an i.
    private static readonly (string Suffix, decimal Factor)[] Units =
    [
        ("kib", 1024m), ("mib", 1048576m), ("gib", 1073741824m), ("tib", 1099511627776m),
        ("kb", 1e3m), ("mb", 1e6m), ("gb", 1e9m), ("tb", 1e12m), ("pb", 1e15m),
        ("k", 1e3m), ("m", 1e6m), ("g", 1e9m), ("t", 1e12m), ("b", 1m),
    ];

    private static readonly (string Suffix, decimal Milliseconds)[] Spans =
        [("ms", 1m), ("s", 1e3m), ("m", 6e4m), ("h", 3.6e6m), ("d", 8.64e7m)];

    /// <summary>A value or <c>first-last</c>; null when it is neither, or larger than <paramref name="largest"/>.</summary>
    public static FilterValue? Range(string text, UInt128 largest, Reader read)
    {
        if (read(text, out var value))
        {
            return value <= largest ? new FilterValue(value, value, null) : null;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && read(text[..dash], out var first) && read(text[(dash + 1)..], out var last) && first <= last && last <= largest
            ? new FilterValue(first, last, null)
            : null;
    }

    /// <summary>Digits, or 0x and hexadecimal digits.</summary>
    public static bool TryWhole(string text, out UInt128 value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? UInt128.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>A whole number, or a decimal one with a unit that makes it whole: <c>1.5MB</c>.</summary>
    public static bool TryQuantity(string text, out UInt128 value) =>
        TryWhole(text, out value) || TryScaled(text, Units, out value);

    /// <summary>A duration in milliseconds. A unit is required.</summary>
    public static bool TryDuration(string text, out UInt128 milliseconds) => TryScaled(text, Spans, out milliseconds);

    private static bool TryScaled(string text, (string Suffix, decimal Factor)[] units, out UInt128 value)
    {
        value = 0;
        foreach (var (suffix, factor) in units)
        {
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            // The bound comes before the product, which would not fit a decimal.
            var digits = text.AsSpan(0, text.Length - suffix.Length);
            if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > ulong.MaxValue / factor
                || number * factor != decimal.Truncate(number * factor))
            {
                return false;
            }

            value = (UInt128)(number * factor);
            return true;
        }

        return false;
    }
}
