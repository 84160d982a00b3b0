using System.Text.Json;

namespace Clarion.Migration.Legacy;

/// <summary>JSON that the older system keeps in texts.</summary>
public static class LegacyJson
{
    /// <summary>Names in an array, without blanks and repetitions; none when there are none, or the text is no array.</summary>
    public static IReadOnlyList<string> Names(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind != JsonValueKind.Array
                ? []
                : [.. document.RootElement.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!.Trim())
                    .Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A text as a document that the caller disposes; null when it is none.</summary>
    public static JsonDocument? Parse(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
