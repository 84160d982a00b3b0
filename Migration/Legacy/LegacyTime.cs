using System.Globalization;

namespace Clarion.Migration.Legacy;

/// <summary>Times as the older system writes them: text in UTC without a zone, or whole seconds.</summary>
public static class LegacyTime
{
    private const long Earliest = 946_684_800;
    private const long Latest = 4_102_444_800;

    private static readonly string[] Forms =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd"];

    /// <summary>Unix milliseconds of a text such as <c>2025-12-30 10:00:08</c>; null when it is none. Zones are read where there is one.</summary>
    public static long? OfText(string? text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, Utc, out var exact) ? exact.ToUnixTimeMilliseconds()
            : text is { Length: > 10 } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time.ToUnixTimeMilliseconds()
            : null;
    }

    /// <summary>Unix milliseconds of Unix seconds; null for what is unknown (null and 0) or outside the years 2000 to 2099.</summary>
    public static long? OfSeconds(long? seconds) => seconds is >= Earliest and < Latest and var known ? known * 1000 : null;
}
