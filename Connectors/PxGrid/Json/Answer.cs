using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Clarion.Connectors.PxGrid.Json;

/// <summary>Reads whole answers.</summary>
internal static class Answer
{
    /// <exception cref="PxGridException">It is not what was asked for.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw new PxGridException(PxGridProblem.Protocol, "The answer is not what was asked for.", fault);
        }
    }

    /// <summary>The list in a property of the answer.</summary>
    /// <exception cref="PxGridException">It is no object, or an element is no such record.</exception>
    public static List<T> List<T>(ReadOnlyMemory<byte> json, string property, JsonTypeInfo<T> type)
    {
        var list = new List<T>();
        try
        {
            if (JsonSlices.Properties(json).TryGetValue(property, out var elements))
            {
                list.AddRange(JsonSlices.Elements(elements).Select(e => Read(e.Span, type)));
            }
        }
        catch (JsonException fault)
        {
            throw new PxGridException(PxGridProblem.Protocol, "The answer is not what was asked for.", fault);
        }

        return list;
    }
}
