using System.IO.Hashing;
using System.Numerics;
using System.Text.Json;

namespace Clarion.Connectors.PxGrid.Json;

/// <summary>
/// A hash of what a JSON value says: the order of properties, white space and escapes do not matter. Two pubsub nodes deliver the same
/// event, and this is how it is recognised. Not cryptographic; who can forge it can as well forge the event.
/// </summary>
internal static class ContentHash
{
    private const ulong Prime = 0x9E3779B97F4A7C15;
    private const int NumberSeed = 1;
    private const int NameSeed = 2;

    /// <param name="json">The value.</param>
    /// <param name="except">Name of a property of the value itself that does not count.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static ulong Of(ReadOnlySpan<byte> json, ReadOnlySpan<byte> except = default)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() ? Value(ref reader, except) : 0;
    }

    private static ulong Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> except = default)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var sum = 3UL;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    if (!except.IsEmpty && reader.ValueTextEquals(except))
                    {
                        reader.Skip();
                        continue;
                    }

                    var name = Text(ref reader, NameSeed);
                    reader.Read();
                    sum += Mix(name, Value(ref reader));
                }

                return Mix(sum, 5);
            case JsonTokenType.StartArray:
                var chain = 7UL;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    chain = Mix(chain, Value(ref reader));
                }

                return chain;
            case JsonTokenType.String:
                return Text(ref reader, 0);
            case JsonTokenType.Number:
                return XxHash3.HashToUInt64(reader.ValueSpan, NumberSeed);
            default:
                return (ulong)reader.TokenType;
        }
    }

    private static ulong Text(ref Utf8JsonReader reader, int seed)
    {
        if (!reader.ValueIsEscaped)
        {
            return XxHash3.HashToUInt64(reader.ValueSpan, seed);
        }

        try
        {
            var plain = new byte[reader.ValueSpan.Length];
            return XxHash3.HashToUInt64(plain.AsSpan(0, reader.CopyString(plain)), seed);
        }
        catch (InvalidOperationException)
        {
            // Escapes that stand for no text: as they are written.
            return XxHash3.HashToUInt64(reader.ValueSpan, seed);
        }
    }

    private static ulong Mix(ulong a, ulong b) => BitOperations.RotateLeft((a ^ (b * Prime)) * Prime, 31) * 0xD6E8FEB86659FD93;
}
