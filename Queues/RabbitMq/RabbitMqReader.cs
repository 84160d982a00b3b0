using System.Collections.Concurrent;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Clarion.Queues.RabbitMq;

/// <summary>
/// Consumes one partition's queue. The broker pushes at most the prefetch; what is not acknowledged when the channel ends comes again, in its
/// old order, on the next one.
/// </summary>
internal sealed class RabbitMqReader(int partition, RabbitMqConnection connection, RabbitMqTopology topology, ushort prefetch) : IQueueReader
{
    private readonly SemaphoreSlim _gate = new(1);
    private IChannel? _channel;
    private ConcurrentQueue<QueuedMessage> _arrived = new();
    private volatile bool _isCancelled;
    private volatile int _generation;
    private bool _isDisposed;

    public int Generation => _generation;

    public LogExtent? Log => null;

    public async Task<IReadOnlyList<QueuedMessage>> ReadAsync(int maxCount, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                return [];
            }

            if (_channel is not { IsOpen: true } || _isCancelled)
            {
                await OpenAsync(cancellationToken).ConfigureAwait(false);
                return [];
            }

            var messages = new List<QueuedMessage>();
            while (messages.Count < maxCount && _arrived.TryDequeue(out var message))
            {
                messages.Add(message);
            }

            return messages;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task AcknowledgeAsync(IReadOnlyList<MessagePosition> positions, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var position in positions)
            {
                if (position.Generation == _generation && _channel is { IsOpen: true } channel)
                {
                    await channel.BasicAckAsync(position.Number, multiple: false, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (RabbitMqFaults.Explain(fault) is not null)
        {
            // Not acknowledged: they come again, and the partition knows them.
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RewindAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync().ConfigureAwait(false);
        var channel = await connection.OpenAsync(null, cancellationToken).ConfigureAwait(false);
        try
        {
            await topology.DeclareAsync(channel, partition, cancellationToken).ConfigureAwait(false);
            await channel.BasicQosAsync(0, prefetch, global: false, cancellationToken).ConfigureAwait(false);
            var generation = _generation;
            var arrived = _arrived;
            _isCancelled = false;
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                // The client reuses the bytes when this returns.
                arrived.Enqueue(new QueuedMessage(
                    new MessagePosition(generation, delivery.DeliveryTag), delivery.BasicProperties.MessageId ?? Guid.NewGuid().ToString("N"),
                    RabbitMqMessage.PublishedAt(delivery.BasicProperties), delivery.Body.ToArray()));
                return Task.CompletedTask;
            };
            consumer.UnregisteredAsync += (_, _) =>
            {
                // The broker ends consumers of a queue that was deleted or has lost its leader.
                _isCancelled = true;
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(topology.QueueOf(partition), autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
            _channel = channel;
        }
        catch (Exception fault)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            if (RabbitMqFaults.Explain(fault) is { } sentence)
            {
                throw new QueueUnavailableException(sentence, fault);
            }

            throw;
        }
    }

    private async Task CloseAsync()
    {
        _generation++;
        _arrived = new ConcurrentQueue<QueuedMessage>();
        if (_channel is not { } channel)
        {
            return;
        }

        _channel = null;
        try
        {
            await channel.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (RabbitMqFaults.Explain(fault) is not null)
        {
            // It was lost already.
        }

        await channel.DisposeAsync().ConfigureAwait(false);
    }
}
