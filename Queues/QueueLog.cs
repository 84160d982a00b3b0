using Microsoft.Extensions.Logging;

namespace Clarion.Queues;

/// <summary>Everything the queues log. Nothing here may hold an account or password.</summary>
internal static partial class QueueLog
{
    [LoggerMessage(4001, LogLevel.Warning, "Partition {Partition}: its queue cannot be read now and is asked again: {Reason}")]
    public static partial void ReceiverFault(ILogger logger, int partition, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Partition {Partition}: {Count} messages that it was given are not in it; they are taken from the queue once more.")]
    public static partial void Rewound(ILogger logger, int partition, int count);

    [LoggerMessage(4003, LogLevel.Warning, "Partition {Partition}: {Count} messages from {Window} on follow windows that are not in the queue, or are not whole; the gateway sends all of them again from its flow log.")]
    public static partial void LeftToLog(ILogger logger, int partition, int count, string window);

    [LoggerMessage(4004, LogLevel.Error, "Partition {Partition}: message {Message} was set aside: {Reason} {Advice}")]
    public static partial void SetAside(ILogger logger, int partition, string message, string reason, string advice);

    [LoggerMessage(4005, LogLevel.Information, "Connected to the broker at {Host} to {Purpose}.")]
    public static partial void Connected(ILogger logger, string host, string purpose);

    [LoggerMessage(4006, LogLevel.Debug, "Kafka client ({Facility}): {Message}")]
    public static partial void Client(ILogger logger, string facility, string message);
}
