using System.Globalization;
using RabbitMQ.Client;

namespace Clarion.Queues.RabbitMq;

/// <summary>
/// Queues by name, and how they are made: replicated (quorum), one consumer at a time, refusing what does not fit instead of dropping what they have.
/// </summary>
internal sealed class RabbitMqTopology(QueueOptions options)
{
    // A message that takes its silo down with it, again and again, is set aside by the broker; the flow log still has the flows.
    private const int DeliveryLimit = 50;

    /// <summary>The queue of dead letters.</summary>
    public string DeadLetters => $"{options.Prefix}.dead-letters";

    /// <summary>The queue of a partition.</summary>
    public string QueueOf(int partition) => string.Create(CultureInfo.InvariantCulture, $"{options.Prefix}.deltas.{partition}");

    /// <summary>Makes the queue of a partition when it is not there.</summary>
    public Task DeclareAsync(IChannel channel, int partition, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        QueueOf(partition), durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-single-active-consumer"] = true,
            ["x-overflow"] = "reject-publish",
            ["x-max-length-bytes"] = options.MaxQueueBytes,
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = DeadLetters,
        },
        cancellationToken: cancellationToken);

    /// <summary>Makes the queue of dead letters when it is not there. Looking at it counts as delivering, so its limit is out of reach.</summary>
    public Task DeclareDeadLettersAsync(IChannel channel, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        DeadLetters, durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = "quorum",
            ["x-overflow"] = "reject-publish",
            ["x-max-length"] = options.MaxDeadLetters,
            ["x-delivery-limit"] = int.MaxValue,
        },
        cancellationToken: cancellationToken);
}
