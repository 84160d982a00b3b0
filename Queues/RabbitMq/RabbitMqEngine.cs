using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Clarion.Queues.Streams;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clarion.Queues.RabbitMq;

/// <summary>The delta queue on RabbitMQ.</summary>
internal sealed class RabbitMqEngine : IQueueEngine
{
    private readonly int _partitions;
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly RabbitMqTopology _topology;
    private readonly RabbitMqConnection _publishing;
    private readonly RabbitMqConnection _consuming;
    private readonly RabbitMqPublisher _publisher;
    private readonly RabbitMqDeadLetters _deadLetters;

    public RabbitMqEngine(IOptions<QueueOptions> options, QueuePartitions partitions, TimeProvider time, ILogger<RabbitMqEngine> logger)
    {
        (_options, _partitions, _time) = (options.Value, partitions.Count, time);
        _topology = new RabbitMqTopology(_options);

        // A broker short of memory stops reading from connections that publish; acknowledgements must still get through.
        _publishing = new RabbitMqConnection(_options, "publish", logger);
        _consuming = new RabbitMqConnection(_options, "consume", logger);
        _publisher = new RabbitMqPublisher(_publishing, _topology, time);
        _deadLetters = new RabbitMqDeadLetters(_consuming, _topology, _publisher, time, _options.MaxDeadLetters);
    }

    public string Kind => QueueKinds.RabbitMq;

    public bool IsDurable => true;

    public Task PublishAsync(int partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _publisher.PublishAsync(partition, RabbitMqMessage.New(partition, _time.GetUtcNow()), body, cancellationToken);

    public IQueueReader CreateReader(int partition) => new RabbitMqReader(partition, _consuming, _topology, (ushort)_options.Prefetch);

    public Task<bool> SetAsideAsync(int partition, QueuedMessage message, string reason, string? window, CancellationToken cancellationToken) =>
        _publisher.SetAsideAsync(
            RabbitMqMessage.SetAside(partition, message.Id, message.Published, reason, window), message.Body, cancellationToken);

    public async Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken)
    {
        var channel = await _consuming.OpenAsync(null, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            try
            {
                var depths = new List<QueueDepth>(_partitions);
                for (var partition = 0; partition < _partitions; partition++)
                {
                    await _topology.DeclareAsync(channel, partition, cancellationToken).ConfigureAwait(false);
                    depths.Add(new QueueDepth(
                        partition, await channel.MessageCountAsync(_topology.QueueOf(partition), cancellationToken).ConfigureAwait(false)));
                }

                return depths;
            }
            catch (Exception fault) when (RabbitMqFaults.Explain(fault) is { } sentence)
            {
                throw new QueueUnavailableException(sentence, fault);
            }
        }
    }

    public Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken) => _deadLetters.ListAsync(cancellationToken);

    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => _deadLetters.ReplayAsync(id, cancellationToken);

    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => _deadLetters.DiscardAsync(id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _deadLetters.Dispose();
        await _publisher.DisposeAsync().ConfigureAwait(false);
        await _publishing.DisposeAsync().ConfigureAwait(false);
        await _consuming.DisposeAsync().ConfigureAwait(false);
    }
}
