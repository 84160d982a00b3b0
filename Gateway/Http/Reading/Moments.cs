namespace Clarion.Gateway.Http.Reading;

/// <summary>Unix milliseconds of grains as moments of the API.</summary>
internal static class Moments
{
    private const long MaxMs = 253_402_300_799_999;

    /// <summary>The moment; what no calendar can hold is brought to its end.</summary>
    public static DateTimeOffset Of(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, 0, MaxMs));
}

/// <summary>Absent values of grains and stores as absent values of the API.</summary>
internal static class Texts
{
    /// <summary>The text; null when empty.</summary>
    public static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
