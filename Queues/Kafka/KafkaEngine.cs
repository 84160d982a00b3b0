using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Clarion.Queues.Streams;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clarion.Queues.Kafka;

/// <summary>The delta queue on Kafka.</summary>
internal sealed class KafkaEngine : IQueueEngine
{
    private readonly KafkaNames _names;
    private readonly KafkaClients _clients;
    private readonly KafkaTopics _topics;
    private readonly KafkaOffsets _offsets;
    private readonly KafkaBacklog _backlog;
    private readonly KafkaPublisher _publisher;
    private readonly KafkaDeadLetters _deadLetters;
    private bool _isDisposed;

    public KafkaEngine(IOptions<QueueOptions> options, QueuePartitions partitions, TimeProvider time, ILogger<KafkaEngine> logger)
    {
        var settings = options.Value;
        _names = new KafkaNames(settings);
        _clients = new KafkaClients(settings, logger);
        _topics = new KafkaTopics(_clients, _names, settings, partitions.Count, time);
        _offsets = new KafkaOffsets(_clients, _names, partitions.Count);
        _backlog = new KafkaBacklog(partitions.Count, settings.MaxQueueBytes, _offsets.CommittedAsync);
        _publisher = new KafkaPublisher(_clients, _topics, _names, _backlog);
        _deadLetters = new KafkaDeadLetters(_clients, _topics, _names, _publisher, settings.MaxDeadLetters);
    }

    public string Kind => QueueKinds.Kafka;

    public bool IsDurable => true;

    public Task PublishAsync(int partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _publisher.PublishAsync(partition, body, cancellationToken);

    public IQueueReader CreateReader(int partition) => new KafkaReader(partition, _clients, _topics, _names);

    public Task<bool> SetAsideAsync(int partition, QueuedMessage message, string reason, string? window, CancellationToken cancellationToken) =>
        _deadLetters.AddAsync(partition, message, reason, window, cancellationToken);

    public async Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken)
    {
        await _topics.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var lags = await _offsets.LagsAsync(cancellationToken).ConfigureAwait(false);
        return [.. lags.Select((lag, partition) => new QueueDepth(partition, lag, CountsTaken: true))];
    }

    public Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken) => _deadLetters.ListAsync(cancellationToken);

    public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => _deadLetters.ReplayAsync(id, cancellationToken);

    public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => _deadLetters.DiscardAsync(id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // It is registered as two services, and each is disposed of.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        // The client's objects end their threads, which takes a moment.
        await Task.Run(() =>
        {
            _deadLetters.Dispose();
            _publisher.Dispose();
            _offsets.Dispose();
        }).ConfigureAwait(false);
        _topics.Dispose();
        _backlog.Dispose();
    }
}
