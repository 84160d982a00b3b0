using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Queues;

/// <summary>Kinds of queues, by the name that configuration gives.</summary>
public static class QueueKinds
{
    /// <summary>Streams in memory.</summary>
    public const string Memory = MemoryQueue.KindName;

    /// <summary>RabbitMQ, 3.10 or newer.</summary>
    public const string RabbitMq = "rabbitmq";

    /// <summary>Kafka, 2.4 or newer, or a broker that speaks its protocol.</summary>
    public const string Kafka = "kafka";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Known { get; } = [Memory, RabbitMq, Kafka];

    /// <summary>Compares names as configuration does.</summary>
    public static bool Is(this QueueOptions options, string kind)
    {
        ArgumentNullException.ThrowIfNull(options);
        return string.Equals(options.Kind, kind, StringComparison.OrdinalIgnoreCase);
    }
}
