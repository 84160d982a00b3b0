using System.Globalization;

namespace Clarion.Web.Pages.Flows;

/// <summary>How an amount has changed, for people.</summary>
public static class ChangeText
{
    private const string Unknown = "–";
    private const double Manifold = 10;

    /// <summary><c>+12 %</c>, <c>−40 %</c>, <c>× 12</c>, <c>new</c>, or a dash when the amount before is not known.</summary>
    public static string Of(double now, double? before) => before switch
    {
        null => Unknown,
        0 => now > 0 ? "new" : Unknown,
        { } earlier => Of(now / earlier),
    };

    private static string Of(double ratio) => ratio switch
    {
        >= Manifold => "× " + ratio.ToString("0", CultureInfo.InvariantCulture),
        _ when Math.Round(100 * (ratio - 1)) is var percent && percent != 0 =>
            (percent > 0 ? "+" : "−") + Math.Abs(percent).ToString("0", CultureInfo.InvariantCulture) + " %",
        _ => "± 0 %",
    };
}
