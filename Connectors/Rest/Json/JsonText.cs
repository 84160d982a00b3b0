using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.Facts;

namespace Clarion.Connectors.Rest.Json;

/// <summary>
/// Values as platforms write them: what should be text may be a number, what should be a list may be one value, and absent may be <c>null</c>. Nothing here
/// throws.
/// </summary>
internal static class JsonText
{
    /// <summary>Most values of a list that are read.</summary>
    public const int MaxList = 256;

    /// <summary>The value as text; null when it is an object, a list, absent, or no text.</summary>
    public static string? Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    return value.GetString();
                }
                catch (InvalidOperationException)
                {
                    // Half a surrogate pair, or octets that are no UTF-8.
                    return null;
                }

            case JsonValueKind.Number:
                return value.GetRawText();
            case JsonValueKind.True:
                return "true";
            case JsonValueKind.False:
                return "false";
            default:
                return null;
        }
    }

    /// <summary>The property as text; null when there is none.</summary>
    public static string? Of(JsonElement record, string name) => Property(record, name) is { } value ? Of(value) : null;

    /// <summary>The property as a whole number; null when it is none.</summary>
    public static long? Number(JsonElement record, string name) => Property(record, name) is { } value ? Number(value) : null;

    /// <summary>The value as a whole number; null when it is none.</summary>
    public static long? Number(JsonElement value) =>
        long.TryParse(Of(value), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The property as a list of texts, with an empty text where there is none, so that lists stay aligned; one value is a list of one.</summary>
    public static IReadOnlyList<string> List(JsonElement record, string name) => Property(record, name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Take(MaxList).Select(v => Of(v) ?? "")],
        { } value when Of(value) is { } one => [one],
        _ => [],
    };

    /// <summary>A property of an object; null when it is absent, <c>null</c>, or the record is no object.</summary>
    public static JsonElement? Property(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Puts a value into attributes, if there is one and the name is free.</summary>
    public static void Put(IDictionary<string, string> attributes, string name, string? text)
    {
        var value = BoundedText.Of(text);
        if (value.Length > 0)
        {
            attributes.TryAdd(name, value);
        }
    }
}
