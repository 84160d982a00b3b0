using System.Globalization;
using System.Xml;

namespace Clarion.Gateway.Http.Reading;

/// <summary>Reads lengths of time: <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, <c>2w</c>, or ISO 8601 (<c>PT5M</c>, <c>P1D</c>).</summary>
public static class DurationExpression
{
    private const int MaxLength = 32;

    /// <summary>Reads a length of time; false when it cannot be understood, is negative, or has no fixed length (months, years).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > MaxLength)
        {
            return false;
        }

        return text[0] is 'P' or 'p' ? TryParseIso(text, out duration) : TryParseShort(text, out duration);
    }

    private static bool TryParseShort(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var unit = text[^1] switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            'w' => 7 * TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (unit == 0
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue.Ticks / unit)
        {
            return false;
        }

        duration = TimeSpan.FromTicks(count * unit);
        return true;
    }

    private static bool TryParseIso(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var upper = text.ToString().ToUpperInvariant();
        var date = upper.AsSpan(1, (upper.IndexOf('T', StringComparison.Ordinal) is var t and >= 0 ? t : upper.Length) - 1);
        if (date.ContainsAny('Y', 'M'))
        {
            return false;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(upper);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return false;
        }
    }
}
