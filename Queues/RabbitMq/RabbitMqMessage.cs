using System.Text;
using Clarion.Grains.Interfaces.Queues;
using RabbitMQ.Client;

namespace Clarion.Queues.RabbitMq;

/// <summary>What stands beside the bytes of a message.</summary>
internal static class RabbitMqMessage
{
    private const string PartitionHeader = "clarion-partition";
    private const string ReasonHeader = "clarion-reason";
    private const string WindowHeader = "clarion-window";
    private const string BrokerReasonHeader = "x-first-death-reason";

    /// <summary>Properties of a new message.</summary>
    public static BasicProperties New(int partition, DateTimeOffset now) => new()
    {
        Persistent = true,
        MessageId = Guid.CreateVersion7(now).ToString("N"),
        Timestamp = new AmqpTimestamp(now.ToUnixTimeSeconds()),
        Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [PartitionHeader] = partition },
    };

    /// <summary>Properties of a message that is set aside.</summary>
    public static BasicProperties SetAside(int partition, string id, DateTimeOffset? published, string reason, string? window)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            MessageId = id,
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [PartitionHeader] = partition,
                [ReasonHeader] = reason,
                [WindowHeader] = window,
            },
        };
        if (published is { } when)
        {
            properties.Timestamp = new AmqpTimestamp(when.ToUnixTimeSeconds());
        }

        return properties;
    }

    /// <summary>When a message was published, UTC; null when it does not say.</summary>
    public static DateTimeOffset? PublishedAt(IReadOnlyBasicProperties properties) => properties.IsTimestampPresent()
        ? DateTimeOffset.FromUnixTimeSeconds(properties.Timestamp.UnixTime)
        : null;

    /// <summary>A message that was set aside, by a receiver or by the broker itself.</summary>
    public static DeadLetter DeadLetterOf(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        return new DeadLetter(
            IdOf(message), PartitionOf(message), Text(ReasonHeader) ?? BrokerReason(Text(BrokerReasonHeader)), PublishedAt(message.BasicProperties),
            message.Body.Length, Text(WindowHeader));

        string? Text(string name) => headers?.TryGetValue(name, out var value) == true && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>The id of a message; one that came from elsewhere may have none.</summary>
    public static string IdOf(BasicGetResult message) => message.BasicProperties.MessageId ?? "";

    /// <summary>Partition that a message is for; -1 when it does not say.</summary>
    public static int PartitionOf(BasicGetResult message) =>
        message.BasicProperties.Headers?.TryGetValue(PartitionHeader, out var value) == true && value is int partition ? partition : -1;

    private static string BrokerReason(string? reason) => reason switch
    {
        "delivery_limit" => "it was delivered again and again and never acknowledged",
        null => "unknown",
        _ => reason,
    };
}
