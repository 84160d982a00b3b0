using System.Globalization;

namespace Clarion.Web.Formats;

/// <summary>Numbers for people: three digits, a decimal prefix, a unit.</summary>
public static class Quantity
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>A count: <c>950</c>, <c>1.2 M</c>.</summary>
    public static string Count(double value) => Scaled(value, "");

    /// <summary>A whole count with its thousands: <c>1,234,567</c>.</summary>
    public static string Exact(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Bytes: <c>3.4 GB</c> (powers of 1000).</summary>
    public static string Bytes(double value) => Scaled(value, "B");

    /// <summary>Bits a second: <c>12.5 Mbit/s</c>.</summary>
    public static string Bits(double perSecond) => Scaled(perSecond, "bit/s");

    /// <summary>Something a second: <c>27.8 k flows/s</c>.</summary>
    public static string Rate(double perSecond, string what) => Scaled(perSecond, what + "/s");

    /// <summary>A share: <c>93.4 %</c>; <c>&lt; 0.1 %</c> and <c>&gt; 99.9 %</c> rather than a rounded lie.</summary>
    public static string Share(double? share) => share switch
    {
        null => "–",
        0 => "0 %",
        1 => "100 %",
        < 0.001 => "< 0.1 %",
        > 0.999 and < 1 => "> 99.9 %",
        { } value => (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
    };

    private static string Scaled(double value, string unit)
    {
        var (size, prefix) = (Math.Abs(value), 0);
        while (size >= 999.5 && prefix < Prefixes.Length - 1)
        {
            size /= 1000;
            prefix++;
        }

        var format = (prefix, size) switch
        {
            (0, _) when size == Math.Floor(size) => "0",
            (_, >= 99.95) => "0",
            (_, >= 9.995) => "0.0",
            (0, < 0.01) and (_, > 0) => "0.####",
            _ => "0.##",
        };
        var number = (value < 0 ? "-" : "") + size.ToString(format, CultureInfo.InvariantCulture);
        var suffix = Prefixes[prefix] + unit;
        return suffix.Length == 0 ? number : number + " " + (unit.Length > 0 && char.IsLower(unit[0]) && !unit.StartsWith("bit", StringComparison.Ordinal) && prefix > 0
            ? Prefixes[prefix] + " " + unit
            : suffix);
    }
}
