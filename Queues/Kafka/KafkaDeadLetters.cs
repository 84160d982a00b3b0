using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Clarion.Queues.Kafka;

/// <summary>
/// Messages that were set aside: a topic that keeps the last message of each id. One without bytes says that the message is gone. What is there is known by reading along;
/// bytes are read again when they are asked for.
/// </summary>
internal sealed class KafkaDeadLetters(KafkaClients clients, KafkaTopics topics, KafkaNames names, KafkaPublisher publisher, int most) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TopicPartition _at = new(names.DeadLetters, 0);
    private readonly SortedDictionary<long, DeadLetter> _letters = [];
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private IConsumer<string?, byte[]?>? _consumer;
    private long _next;

    /// <summary>Sets a message aside.</summary>
    /// <returns>False when too many have been.</returns>
    public Task<bool> AddAsync(int partition, QueuedMessage message, string reason, string? window, CancellationToken cancellationToken) => LookAsync(
        async _ =>
        {
            if (_letters.Count >= most)
            {
                return false;
            }

            await publisher.PublishDeadLetterAsync(KafkaMessage.SetAside(partition, message, reason, window), cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken) =>
        LookAsync<IReadOnlyList<DeadLetter>>(_ => Task.FromResult<IReadOnlyList<DeadLetter>>([.. _letters.Values.Take(most)]), cancellationToken);

    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => RemoveAsync(
        id,
        async (consumer, letter) =>
        {
            if (letter.Partition < 0)
            {
                throw new QueueUnavailableException("The message does not say which partition it is for; it can only be discarded.");
            }

            var body = await Task.Run(() => BodyAt(consumer, _offsets[id]), CancellationToken.None).ConfigureAwait(false);
            await publisher.PublishAsync(letter.Partition, body, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => RemoveAsync(id, (_, _) => Task.CompletedTask, cancellationToken);

    public void Dispose()
    {
        Close();
        _oneAtATime.Dispose();
    }

    private Task<DeadLetter?> RemoveAsync(string id, Func<IConsumer<string?, byte[]?>, DeadLetter, Task> before, CancellationToken cancellationToken) => LookAsync(
        async consumer =>
        {
            if (!_offsets.TryGetValue(id, out var offset))
            {
                return null;
            }

            var letter = _letters[offset];
            await before(consumer, letter).ConfigureAwait(false);
            await publisher.PublishDeadLetterAsync(new Message<string?, byte[]?> { Key = id }, cancellationToken).ConfigureAwait(false);
            return letter;
        },
        cancellationToken);

    private async Task<T> LookAsync<T>(Func<IConsumer<string?, byte[]?>, Task<T>> look, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await topics.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return await look(await Task.Run(ReadAlong, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (KafkaException fault)
        {
            Close();
            if (KafkaFaults.IsOfTopic(fault.Error))
            {
                topics.LookAgain();
            }

            throw KafkaFaults.Unavailable(fault);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // Reads to where the topic ends now.
    private IConsumer<string?, byte[]?> ReadAlong()
    {
        var consumer = _consumer ??= clients.Consumer(names.Group, _ => { });
        var log = consumer.QueryWatermarkOffsets(_at, KafkaClients.Patience);
        if (log.High.Value < _next)
        {
            // Another topic of the same name.
            Forget();
        }

        if (_next < log.High.Value)
        {
            consumer.Assign(new TopicPartitionOffset(_at, Math.Max(_next, log.Low.Value)));
            while (_next < log.High.Value)
            {
                Apply(Next(consumer));
            }

            consumer.Unassign();
        }

        return consumer;
    }

    private static ConsumeResult<string?, byte[]?> Next(IConsumer<string?, byte[]?> consumer) =>
        consumer.Consume(KafkaClients.Patience) ?? throw new KafkaException(ErrorCode.Local_TimedOut);

    private void Apply(ConsumeResult<string?, byte[]?> result)
    {
        _next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
        if (result.IsPartitionEOF || result.Message.Key is not { } id)
        {
            return;
        }

        if (_offsets.Remove(id, out var before))
        {
            _letters.Remove(before);
        }

        if (KafkaMessage.DeadLetterOf(result.Message) is { } letter)
        {
            _offsets[id] = result.Offset.Value;
            _letters[result.Offset.Value] = letter;
        }
    }

    private byte[] BodyAt(IConsumer<string?, byte[]?> consumer, long offset)
    {
        consumer.Assign(new TopicPartitionOffset(_at, offset));
        var found = Next(consumer);
        consumer.Unassign();
        return !found.IsPartitionEOF && found.Offset.Value == offset && found.Message.Value is { } body
            ? body
            : throw new KafkaException(ErrorCode.OffsetOutOfRange);
    }

    private void Close()
    {
        _consumer?.Dispose();
        _consumer = null;
        Forget();
    }

    private void Forget()
    {
        _letters.Clear();
        _offsets.Clear();
        _next = 0;
    }
}
