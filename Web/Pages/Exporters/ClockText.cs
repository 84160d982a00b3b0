using System.Globalization;

namespace Clarion.Web.Pages.Exporters;

/// <summary>A clock offset in words.</summary>
public static class ClockText
{
    private const long Second = 1000;
    private const long Minute = 60 * Second;

    /// <summary>With sign: <c>-20 ms</c>, <c>+3.2 s</c>, <c>+12 min</c>.</summary>
    public static string Of(long milliseconds)
    {
        var sign = milliseconds > 0 ? "+" : "";
        return Math.Abs(milliseconds) switch
        {
            < Second => string.Create(CultureInfo.InvariantCulture, $"{sign}{milliseconds} ms"),
            < Minute => string.Create(CultureInfo.InvariantCulture, $"{sign}{(double)milliseconds / Second:0.0} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}{(double)milliseconds / Minute:#,0} min"),
        };
    }
}
