using System.Buffers.Binary;
using System.Text;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Confluent.Kafka;

namespace Clarion.Queues.Kafka;

/// <summary>What stands beside the bytes of a message.</summary>
internal static class KafkaMessage
{
    private const string PartitionHeader = "clarion-partition";
    private const string ReasonHeader = "clarion-reason";
    private const string WindowHeader = "clarion-window";
    private const string PublishedHeader = "clarion-published";

    // With the rest of what stands beside a message it has to fit into what the client leaves for that.
    private const int LongestReason = 4096;

    /// <summary>A message of deltas as it came. Its id is where and when: a log that was made anew begins its numbers anew.</summary>
    public static QueuedMessage Read(ConsumeResult<string?, byte[]?> result, int generation) => new(
        new MessagePosition(generation, (ulong)result.Offset.Value),
        FormattableString.Invariant($"{result.Partition.Value}-{result.Offset.Value}-{result.Message.Timestamp.UnixTimestampMs}"),
        PublishedAt(result.Message), result.Message.Value ?? []);

    /// <summary>A message that is set aside.</summary>
    public static Message<string?, byte[]?> SetAside(int partition, QueuedMessage message, string reason, string? window)
    {
        var headers = new Headers
        {
            { PartitionHeader, Number(partition) },
            { ReasonHeader, Encoding.UTF8.GetBytes(reason.Length > LongestReason ? reason[..LongestReason] : reason) },
        };
        if (window is not null)
        {
            headers.Add(WindowHeader, Encoding.UTF8.GetBytes(window));
        }

        if (message.Published is { } published)
        {
            headers.Add(PublishedHeader, Number(published.ToUnixTimeMilliseconds()));
        }

        return new Message<string?, byte[]?> { Key = message.Id, Value = message.Body, Headers = headers };
    }

    /// <summary>A message that was set aside; null for one that says that another is gone.</summary>
    public static DeadLetter? DeadLetterOf(Message<string?, byte[]?> message)
    {
        return message is { Key: { } id, Value: { } body }
            ? new DeadLetter(
                id, (int)(Long(PartitionHeader) ?? -1), Text(ReasonHeader) ?? "unknown",
                Long(PublishedHeader) is { } published ? DateTimeOffset.FromUnixTimeMilliseconds(published) : null, body.Length, Text(WindowHeader))
            : null;

        string? Text(string name) => message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : null;

        long? Long(string name) => message.Headers.TryGetLastBytes(name, out var value) && value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value) : null;
    }

    private static DateTimeOffset? PublishedAt(Message<string?, byte[]?> message) =>
        message.Timestamp.Type == TimestampType.NotAvailable ? null : DateTimeOffset.FromUnixTimeMilliseconds(message.Timestamp.UnixTimestampMs);

    private static byte[] Number(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
