using System.CommandLine.Parsing;
using System.Globalization;

namespace Clarion.Cli.Commands;

/// <summary>Durations as people type them: <c>500ms</c>, <c>90s</c>, <c>10m</c>, <c>2h</c>; a bare number is seconds.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <summary>For an option that may be absent.</summary>
    public static TimeSpan? ParseOption(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        if (TryParse(result.Tokens[0].Value, out var duration))
        {
            return duration;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no duration; write 90s, 10m or 2h.");
        return null;
    }

    /// <summary>Positive durations up to ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, seconds) = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.OrdinalIgnoreCase));
        var number = unit is null ? text : text[..^unit.Length];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var total = value * (unit is null ? 1 : seconds);
        if (total is not (> 0 and < 86400.0 * 3650))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(total);
        return true;
    }
}
