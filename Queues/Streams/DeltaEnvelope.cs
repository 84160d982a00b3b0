using Clarion.Grains.Interfaces.Partitions;
using Orleans.Serialization;

namespace Clarion.Queues.Streams;

/// <summary>A batch as the bytes of a message: one byte for the format, then what the serializer of the cluster makes of it.</summary>
internal sealed class DeltaEnvelope(Serializer<DeltaBatch> serializer)
{
    private const byte Format = 1;

    public byte[] Write(DeltaBatch batch)
    {
        var payload = serializer.SerializeToArray(batch);
        var body = new byte[payload.Length + 1];
        body[0] = Format;
        payload.CopyTo(body, 1);
        return body;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <returns>The batch, or null.</returns>
    public DeltaBatch? Read(ReadOnlyMemory<byte> body, out string fault)
    {
        fault = "";
        if (body.Length == 0 || body.Span[0] != Format)
        {
            fault = body.Length == 0 ? "It is empty." : $"It has format {body.Span[0]}, which this version does not know.";
            return null;
        }

        try
        {
            var batch = serializer.Deserialize(body[1..]);
            if (batch is { Gateway: not null, Exporters: not null, ConversationBytes: not null, SightingBytes: not null })
            {
                return batch;
            }

            fault = "Parts of it are missing.";
        }
        catch (Exception broken)
        {
            // Whatever bytes do to a reader: they must not stop the queue.
            fault = $"It cannot be read: {broken.Message}";
        }

        return null;
    }
}
