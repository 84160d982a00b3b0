using System.Globalization;

namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Times as directories write them (RFC 4517): <c>20261123023651.0Z</c>.</summary>
internal static class GeneralizedTimes
{
    private static readonly string[] Formats = ["yyyyMMddHHmmss'Z'", "yyyyMMddHHmmss.FFFFFFF'Z'"];

    /// <summary>The moment, UTC; null for what is no such time.</summary>
    public static DateTimeOffset? Read(string text) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
