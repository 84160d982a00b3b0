using System.Globalization;

namespace Clarion.Gateway.Http.Reading;

/// <summary>Reads moments: <c>now</c>, <c>now-24h</c>, <c>now+1h</c>, or ISO 8601 (UTC unless it names an offset).</summary>
public static class TimeExpression
{
    /// <summary>What is understood, for messages.</summary>
    public const string Expected = "now, now-24h, now-7d, or ISO 8601 such as 2026-01-31T08:00:00Z (write + as %2B)";

    private const string Now = "now";

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The most frequent first; fractions of a second and the offset may be left out.
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    /// <summary>Reads a moment; false when it cannot be understood or lies outside the years 1970 to 2199.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(text);
        var understood = text.StartsWith(Now, StringComparison.OrdinalIgnoreCase)
            ? TryParseRelative(text.AsSpan(Now.Length), now, out moment)
            : DateTimeOffset.TryParseExact(
                text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
        return understood && moment >= Earliest && moment < Latest;
    }

    private static bool TryParseRelative(ReadOnlySpan<char> rest, DateTimeOffset now, out DateTimeOffset moment)
    {
        moment = now;
        if (rest.IsEmpty)
        {
            return true;
        }

        // A plus sign that was not escaped arrives as a space.
        var sign = rest[0] switch { '-' => -1, '+' or ' ' => 1, _ => 0 };
        if (sign == 0 || !DurationExpression.TryParse(rest[1..], out var distance))
        {
            return false;
        }

        var room = sign < 0 ? now - DateTimeOffset.MinValue : DateTimeOffset.MaxValue - now;
        if (distance > room)
        {
            return false;
        }

        moment = sign < 0 ? now - distance : now + distance;
        return true;
    }
}
