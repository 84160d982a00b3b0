using Clarion.Grains.Interfaces.Queues;
using Confluent.Kafka;

namespace Clarion.Queues.Kafka;

/// <summary>Publishes, and returns when the broker has confirmed. One producer for all, made anew when it can do no more.</summary>
internal sealed class KafkaPublisher(KafkaClients clients, KafkaTopics topics, KafkaNames names, KafkaBacklog backlog) : IDisposable
{
    private readonly Lock _gate = new();
    private IProducer<string?, byte[]?>? _producer;

    /// <summary>Appends to a partition.</summary>
    /// <exception cref="QueueUnavailableException">It may or may not have been taken.</exception>
    public async Task PublishAsync(int partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await topics.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await backlog.MakeRoomAsync(partition, body.Length, cancellationToken).ConfigureAwait(false);
        var offset = await SendAsync(
            new TopicPartition(names.Deltas, partition), new Message<string?, byte[]?> { Value = body.ToArray() }, cancellationToken).ConfigureAwait(false);
        backlog.Published(partition, offset, body.Length);
    }

    /// <summary>Appends to the dead letters.</summary>
    /// <exception cref="QueueUnavailableException">It may or may not have been taken.</exception>
    public async Task PublishDeadLetterAsync(Message<string?, byte[]?> letter, CancellationToken cancellationToken)
    {
        await topics.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(new TopicPartition(names.DeadLetters, 0), letter, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => Forget(_producer);

    private async Task<long> SendAsync(TopicPartition to, Message<string?, byte[]?> message, CancellationToken cancellationToken)
    {
        var producer = Get();
        try
        {
            return (await producer.ProduceAsync(to, message, cancellationToken).ConfigureAwait(false)).Offset.Value;
        }
        catch (KafkaException fault)
        {
            if (fault.Error.IsFatal)
            {
                Forget(producer);
            }

            if (KafkaFaults.IsOfTopic(fault.Error))
            {
                topics.LookAgain();
            }

            throw KafkaFaults.Unavailable(fault);
        }
        catch (ObjectDisposedException fault)
        {
            // Another message was the one that found it could do no more.
            throw new QueueUnavailableException("The connection with the broker is made anew; the message is sent again.", fault);
        }
    }

    private IProducer<string?, byte[]?> Get()
    {
        lock (_gate)
        {
            return _producer ??= clients.Producer();
        }
    }

    private void Forget(IProducer<string?, byte[]?>? producer)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(producer, _producer))
            {
                return;
            }

            _producer = null;
        }

        producer?.Dispose();
    }
}
