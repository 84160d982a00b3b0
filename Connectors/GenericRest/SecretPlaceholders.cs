using System.Text.Json;
using System.Text.RegularExpressions;

namespace Clarion.Connectors.GenericRest;

/// <summary>Secrets within settings that are no secrets themselves: <c>{secret:name}</c> stands for the value of <c>Secrets:name</c>.</summary>
internal static partial class SecretPlaceholders
{
    /// <summary>True when a name can stand in a placeholder.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>The text with a value in the place of each placeholder; one without a value stays.</summary>
    /// <param name="text">The text as it is written.</param>
    /// <param name="secrets">Values by name.</param>
    /// <param name="escape">Makes a value fit where it stands.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> secrets, Func<string, string> escape) =>
        Placeholder().Replace(text, match => Find(secrets, match) is { } value ? escape(value) : match.Value);

    /// <summary>The text in parts: placeholders, and what is between them.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var from = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            yield return text[from..match.Index];
            yield return match.Value;
            from = match.Index + match.Length;
        }

        yield return text[from..];
    }

    /// <summary>What a value looks like within JSON text.</summary>
    public static string InJson(string value) => JsonEncodedText.Encode(value).ToString();

    /// <summary>What is wrong with the placeholders of a setting, in words.</summary>
    public static IEnumerable<string> Faults(string setting, string text, IReadOnlyDictionary<string, string> secrets)
    {
        foreach (Match match in Placeholder().Matches(text))
        {
            if (Find(secrets, match) is null)
            {
                var name = match.Groups["name"].Value;
                yield return $"{setting} has {{secret:{name}}}, but there is no such secret; set Secrets:{name}.";
            }
        }
    }

    /// <summary>True when a text has a placeholder.</summary>
    public static bool IsIn(string text) => Placeholder().IsMatch(text);

    private static string? Find(IReadOnlyDictionary<string, string> secrets, Match match) =>
        secrets.FirstOrDefault(secret => string.Equals(secret.Key, match.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)).Value;

    [GeneratedRegex(@"\{secret:(?<name>[^{}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,60}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
