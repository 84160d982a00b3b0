using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Clarion.Connectors.PxGrid.Json;

/// <summary>
/// Reads <c>{"sessions":[ … ]}</c> as it arrives: one element at a time, so that an answer of hundreds of thousands of sessions never
/// stands in memory as a whole.
/// </summary>
internal static class JsonArrayStream
{
    private const int MaxElement = 4 * 1024 * 1024;

    private enum Place
    {
        Outside,
        BeforeArray,
        Inside,
    }

    /// <summary>The octets of each element of the root's property of this name; other properties are passed over.</summary>
    /// <param name="stream">The answer.</param>
    /// <param name="property">The property, in any case.</param>
    /// <param name="progress">Called whenever something arrived.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PxGridException">The answer is cut off, is no JSON, or has an element above 4 MB.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        Stream stream, string property, Action progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        try
        {
            var state = new JsonReaderState();
            var place = Place.Outside;
            var elements = new List<byte[]>();
            while (true)
            {
                var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                progress();
                var buffer = result.Buffer;
                var read = Consume(buffer, property, result.IsCompleted, ref state, ref place, elements);
                pipe.AdvanceTo(read, buffer.End);
                foreach (var element in elements)
                {
                    yield return element;
                }

                if (result.IsCompleted)
                {
                    break;
                }

                if (elements.Count == 0 && buffer.Slice(read).Length > MaxElement)
                {
                    throw new PxGridException(PxGridProblem.Protocol, $"An element of '{property}' is longer than {MaxElement} bytes.");
                }

                elements.Clear();
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static SequencePosition Consume(
        in ReadOnlySequence<byte> buffer, string property, bool final, ref JsonReaderState state, ref Place place, List<byte[]> elements)
    {
        var reader = new Utf8JsonReader(buffer, final, state);
        try
        {
            while (place == Place.Inside ? TryElement(buffer, ref reader, ref place, elements) : reader.Read())
            {
                place = (place, reader.TokenType) switch
                {
                    (Place.Outside, JsonTokenType.PropertyName) when reader.CurrentDepth == 1 && Is(ref reader, property) => Place.BeforeArray,
                    (Place.BeforeArray, JsonTokenType.StartArray) => Place.Inside,
                    (Place.BeforeArray, _) => Place.Outside,
                    _ => place,
                };
            }
        }
        catch (JsonException fault)
        {
            throw new PxGridException(PxGridProblem.Protocol, "The answer is cut off or no JSON.", fault);
        }

        state = reader.CurrentState;
        return reader.Position;
    }

    // The reader is a value: a copy looks ahead, and is taken over only when the whole element is there.
    private static bool TryElement(in ReadOnlySequence<byte> buffer, ref Utf8JsonReader reader, ref Place place, List<byte[]> elements)
    {
        var ahead = reader;
        if (!ahead.Read())
        {
            return false;
        }

        if (ahead.TokenType == JsonTokenType.EndArray)
        {
            place = Place.Outside;
            reader = ahead;
            return true;
        }

        var start = ahead.TokenStartIndex;
        if (!ahead.TrySkip())
        {
            return false;
        }

        elements.Add(buffer.Slice(start, ahead.BytesConsumed - start).ToArray());
        reader = ahead;
        return true;
    }

    private static bool Is(ref Utf8JsonReader reader, string property)
    {
        try
        {
            return string.Equals(reader.GetString(), property, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            // A name that is no text is not ours.
            return false;
        }
    }
}
