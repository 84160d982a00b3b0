using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Clarion.Connectors.Rest.Json;

/// <summary>
/// Moments as platforms write them: ISO 8601, Unix seconds or milliseconds as number or text, and ClearPass's <c>Mar 04, 2026 09:12:44 EST</c>. What is no
/// moment, or cannot be true, is absent. Pure.
/// </summary>
internal static class PlatformTime
{
    // Beyond this number it is milliseconds: as seconds it would be the year 5138.
    private const double LeastMilliseconds = 1e11;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private static readonly string[] Formats = ["MMM d, yyyy H:m:s", "MMM d, yyyy h:m:s tt"];

    // Names that stand for one offset wherever they are written. Others (IST, AST) stand for several, and are not guessed.
    private static readonly FrozenDictionary<string, int> Zones = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["Z"] = 0,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["WET"] = 0,
        ["WEST"] = 1,
        ["JST"] = 9,
        ["AEST"] = 10,
        ["AEDT"] = 11,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The moment, UTC; null when it is none, lies before 2000, or more than five minutes ahead of <paramref name="now"/>.</summary>
    public static DateTimeOffset? Of(JsonElement value, DateTimeOffset now) => Of(JsonText.Of(value), now);

    /// <summary>The moment of a property.</summary>
    public static DateTimeOffset? Of(JsonElement record, string name, DateTimeOffset now) => Of(JsonText.Of(record, name), now);

    /// <summary>The moment of a text.</summary>
    public static DateTimeOffset? Of(string? text, DateTimeOffset now)
    {
        if (text is null || text.Length is 0 or > 64)
        {
            return null;
        }

        var moment = Number(text) ?? Iso(text) ?? Words(text);
        return moment >= Earliest && moment <= now + ClockDifference ? moment : null;
    }

    private static DateTimeOffset? Number(string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 4e12)
        {
            return null;
        }

        return DateTimeOffset.UnixEpoch.AddMilliseconds(number >= LeastMilliseconds ? number : number * 1000);
    }

    private static DateTimeOffset? Iso(string text) =>
        char.IsAsciiDigit(text[0])
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;

    private static DateTimeOffset? Words(string text)
    {
        var space = text.LastIndexOf(' ');
        if (space < 0 || !Zones.TryGetValue(text[(space + 1)..], out var hours))
        {
            return null;
        }

        return DateTime.TryParseExact(text[..space], Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local)
            ? new DateTimeOffset(local, TimeSpan.FromHours(hours)).ToUniversalTime()
            : null;
    }
}
