namespace Clarion.Correlation.Identity.Events;

/// <summary>Spellings of switch ports: sessions say <c>GigabitEthernet1/0/12</c>, interface tables <c>Gi1/0/12</c>.</summary>
public static class PortName
{
    /// <summary>Longest name that is kept; the rest is cut.</summary>
    public const int MaxLength = 64;

    // Longest first where one is the beginning of another.
    private static readonly (string Long, string Short)[] Kinds =
    [
        ("twohundredgigabitethernet", "th"), ("twohundredgige", "th"), ("fourhundredgigabitethernet", "f"), ("fourhundredgige", "f"),
        ("hundredgigabitethernet", "hu"), ("hundredgige", "hu"), ("fortygigabitethernet", "fo"), ("fortygige", "fo"),
        ("twentyfivegigabitethernet", "twe"), ("twentyfivegige", "twe"), ("tengigabitethernet", "te"), ("tengige", "te"),
        ("fivegigabitethernet", "fi"), ("twogigabitethernet", "tw"), ("gigabitethernet", "gi"), ("fastethernet", "fa"),
        ("ethernet", "eth"), ("port-channel", "po"), ("vlan", "vl"),
    ];

    /// <summary>The name in lower case with the kind of interface shortened as IOS does.</summary>
    public static string Canonical(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "";
        }

        var text = name.Trim();
        text = (text.Length > MaxLength ? text[..MaxLength] : text).ToLowerInvariant();
        foreach (var (spelled, abbreviation) in Kinds)
        {
            if (text.StartsWith(spelled, StringComparison.Ordinal))
            {
                return string.Concat(abbreviation, text.AsSpan(spelled.Length).TrimStart());
            }
        }

        return text;
    }
}
