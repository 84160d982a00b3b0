using System.Text.Json;
using System.Text.RegularExpressions;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.Claroty;

/// <summary>Finds in an answer 422 which fields were refused. Pure.</summary>
internal static partial class RefusedFields
{
    private const int MaxText = 4096;

    // What follows lists the names that are known, not the one that is not.
    private static readonly string[] ListsOfKnown = ["permitted", "must be one of", "should be", "allowed", "valid fields", "valid values"];

    /// <summary>The refused fields among those asked for; none when the answer does not tell.</summary>
    public static IReadOnlyList<string> Find(JsonElement body, IReadOnlyList<string> asked)
    {
        var refused = new List<string>();
        if (JsonText.Property(body, "detail") is { ValueKind: JsonValueKind.Array } items)
        {
            foreach (var item in items.EnumerateArray().Take(JsonText.MaxList))
            {
                refused.AddRange(OfItem(item, asked));
            }
        }
        else
        {
            refused.AddRange(OfText(JsonText.Of(body, "detail") ?? JsonText.Of(body, "message") ?? JsonText.Of(body, "error"), asked));
        }

        return [.. refused.Distinct(StringComparer.Ordinal)];
    }

    // {"loc":["body","fields",7],"msg":"…","input":"os_nme"}: the place is exact, the input nearly, the words are a last resort.
    private static IEnumerable<string> OfItem(JsonElement item, IReadOnlyList<string> asked)
    {
        var place = JsonText.List(item, "loc");
        var fields = place.ToList().IndexOf("fields");
        if (fields >= 0 && fields + 1 < place.Count)
        {
            if (int.TryParse(place[fields + 1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at) && at < asked.Count)
            {
                return [asked[at]];
            }

            if (asked.Contains(place[fields + 1]))
            {
                return [place[fields + 1]];
            }
        }

        return JsonText.Of(item, "input") is { } input && asked.Contains(input) ? [input] : OfText(JsonText.Of(item, "msg") ?? JsonText.Of(item), asked);
    }

    private static IEnumerable<string> OfText(string? text, IReadOnlyList<string> asked)
    {
        if (text is null)
        {
            return [];
        }

        var end = Math.Min(text.Length, MaxText);
        foreach (var words in ListsOfKnown)
        {
            var at = text.IndexOf(words, 0, end, StringComparison.OrdinalIgnoreCase);
            end = at >= 0 ? at : end;
        }

        var names = Names().EnumerateMatches(text.AsSpan(0, end));
        var found = new List<string>();
        foreach (var name in names)
        {
            found.Add(text.Substring(name.Index, name.Length));
        }

        return found.Where(asked.Contains);
    }

    [GeneratedRegex("[A-Za-z0-9_]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
