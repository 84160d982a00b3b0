using Clarion.Grains.Interfaces.Queues;
using RabbitMQ.Client;

namespace Clarion.Queues.RabbitMq;

/// <summary>Publishes, and returns when the broker has confirmed. One channel for all, made anew when it was lost.</summary>
internal sealed class RabbitMqPublisher(RabbitMqConnection connection, RabbitMqTopology topology, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConfirmPatience = TimeSpan.FromSeconds(30);
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private IChannel? _channel;

    /// <summary>Appends to the queue of a partition.</summary>
    /// <exception cref="QueueUnavailableException">It may or may not have been taken.</exception>
    public Task PublishAsync(int partition, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => PublishAsync(
        topology.QueueOf(partition), channel => topology.DeclareAsync(channel, partition, cancellationToken), properties, body, cancellationToken);

    /// <summary>Appends to the queue of dead letters.</summary>
    /// <returns>False when it is full.</returns>
    /// <exception cref="QueueUnavailableException">It may or may not have been taken.</exception>
    public async Task<bool> SetAsideAsync(BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(
                topology.DeadLetters, channel => topology.DeclareDeadLettersAsync(channel, cancellationToken), properties, body, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QueueUnavailableException fault) when (fault.InnerException is RabbitMQ.Client.Exceptions.PublishException { IsReturn: false })
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is { } channel)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private async Task PublishAsync(
        string queue, Func<IChannel, Task> declare, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => patience.Cancel(), null, ConfirmPatience, Timeout.InfiniteTimeSpan);
        try
        {
            var channel = await ChannelAsync(queue, declare, patience.Token).ConfigureAwait(false);
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, patience.Token).ConfigureAwait(false);
        }
        catch (RabbitMQ.Client.Exceptions.PublishException fault) when (!fault.IsReturn)
        {
            // Refused, and the channel is as good as before.
            throw new QueueUnavailableException(RabbitMqFaults.Explain(fault)!, fault);
        }
        catch (Exception fault) when (fault is not QueueUnavailableException && RabbitMqFaults.Explain(fault) is { } sentence)
        {
            await ForgetAsync().ConfigureAwait(false);
            throw new QueueUnavailableException(sentence, fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            await ForgetAsync().ConfigureAwait(false);
            throw new QueueUnavailableException("The broker has not confirmed the message in time; it is sent again.", fault);
        }
    }

    private async Task<IChannel> ChannelAsync(string queue, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open && _declared.Contains(queue))
        {
            return open;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_channel is not { IsOpen: true } channel)
            {
                await ForgetHeldAsync().ConfigureAwait(false);
                channel = await connection.OpenAsync(Confirmed, cancellationToken).ConfigureAwait(false);
                _channel = channel;
            }

            if (!_declared.Contains(queue))
            {
                await declare(channel).ConfigureAwait(false);
                _declared.Add(queue);
            }

            return channel;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ForgetAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await ForgetHeldAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ForgetHeldAsync()
    {
        _declared.Clear();
        if (_channel is { } lost)
        {
            _channel = null;
            await lost.DisposeAsync().ConfigureAwait(false);
        }
    }
}
