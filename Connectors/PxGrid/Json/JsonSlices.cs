using System.Text.Json;

namespace Clarion.Connectors.PxGrid.Json;

/// <summary>Cuts a JSON text into parts without building a tree, so that every record is read, and may fail, on its own.</summary>
internal static class JsonSlices
{
    /// <summary>The properties of the object that <paramref name="json"/> is.</summary>
    /// <exception cref="JsonException">It is no object.</exception>
    public static Dictionary<string, ReadOnlyMemory<byte>> Properties(ReadOnlyMemory<byte> json)
    {
        var properties = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.OrdinalIgnoreCase);
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object was expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TolerantName(ref reader);
            reader.Read();
            properties.TryAdd(name, Value(json, ref reader));
        }

        return properties;
    }

    /// <summary>The elements of a list; a single object stands for a list of one; anything else has none.</summary>
    public static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> json)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read())
        {
            return elements;
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            elements.Add(json);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                elements.Add(Value(json, ref reader));
            }
        }

        return elements;
    }

    private static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static string TolerantName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // A name that is no text cannot be one we know.
            return "";
        }
    }
}
