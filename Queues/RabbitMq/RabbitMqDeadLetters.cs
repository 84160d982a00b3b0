using Clarion.Grains.Interfaces.Queues;
using RabbitMQ.Client;

namespace Clarion.Queues.RabbitMq;

/// <summary>
/// Looks into the queue of dead letters: takes all messages on a channel of its own, keeps or removes one of them, and gives the rest back by
/// closing the channel.
/// </summary>
internal sealed class RabbitMqDeadLetters(RabbitMqConnection connection, RabbitMqTopology topology, RabbitMqPublisher publisher, TimeProvider time, int most)
    : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken) => LookAsync<IReadOnlyList<DeadLetter>>(
        async channel =>
        {
            var found = new List<DeadLetter>();
            await foreach (var message in TakeAsync(channel, cancellationToken).ConfigureAwait(false))
            {
                found.Add(RabbitMqMessage.DeadLetterOf(message));
            }

            return found;
        },
        cancellationToken);

    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => RemoveAsync(
        id,
        message => RabbitMqMessage.PartitionOf(message) is >= 0 and var partition
            ? publisher.PublishAsync(partition, RabbitMqMessage.New(partition, time.GetUtcNow()), message.Body, cancellationToken)
            : throw new QueueUnavailableException("The message does not say which partition it is for; it can only be discarded."),
        cancellationToken);

    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => RemoveAsync(id, _ => Task.CompletedTask, cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private Task<DeadLetter?> RemoveAsync(string id, Func<BasicGetResult, Task> before, CancellationToken cancellationToken) => LookAsync<DeadLetter?>(
        async channel =>
        {
            await foreach (var message in TakeAsync(channel, cancellationToken).ConfigureAwait(false))
            {
                if (RabbitMqMessage.IdOf(message) == id)
                {
                    await before(message).ConfigureAwait(false);
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken).ConfigureAwait(false);
                    return RabbitMqMessage.DeadLetterOf(message);
                }
            }

            return null;
        },
        cancellationToken);

    private async IAsyncEnumerable<BasicGetResult> TakeAsync(
        IChannel channel, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var taken = 0; taken < most; taken++)
        {
            if (await channel.BasicGetAsync(topology.DeadLetters, autoAck: false, cancellationToken).ConfigureAwait(false) is not { } message)
            {
                yield break;
            }

            yield return message;
        }
    }

    private async Task<T> LookAsync<T>(Func<IChannel, Task<T>> look, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var channel = await connection.OpenAsync(null, cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                await topology.DeclareDeadLettersAsync(channel, cancellationToken).ConfigureAwait(false);
                var result = await look(channel).ConfigureAwait(false);
                await channel.CloseAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
        catch (Exception fault) when (fault is not QueueUnavailableException && RabbitMqFaults.Explain(fault) is { } sentence)
        {
            throw new QueueUnavailableException(sentence, fault);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
