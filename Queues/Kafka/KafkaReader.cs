using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Confluent.Kafka;

namespace Clarion.Queues.Kafka;

/// <summary>
/// Reads one partition from where it is committed. It is assigned the partition and joins no group, for the cluster decides which silo reads it; two that do so for a
/// moment read the same, and each commits only what is settled.
/// </summary>
internal sealed class KafkaReader(int partition, KafkaClients clients, KafkaTopics topics, KafkaNames names) : IQueueReader
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TopicPartition _at = new(names.Deltas, partition);
    private readonly OffsetLedger _ledger = new();
    private IConsumer<string?, byte[]?>? _consumer;
    private volatile QueueUnavailableException? _lost;
    private volatile int _generation;
    private volatile LogExtent? _log;
    private bool _isDisposed;

    public int Generation => _generation;

    public LogExtent? Log => _log;

    public async Task<IReadOnlyList<QueuedMessage>> ReadAsync(int maxCount, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                return [];
            }

            if (_lost is { } lost)
            {
                await CloseAsync().ConfigureAwait(false);
                throw lost;
            }

            if (_consumer is not { } consumer)
            {
                await OpenAsync(cancellationToken).ConfigureAwait(false);
                return [];
            }

            return Take(consumer, maxCount);
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
            var before = _ledger.Settled;
            foreach (var position in positions.Where(p => p.Generation == _generation))
            {
                _ledger.Settle((long)position.Number);
            }

            if (_consumer is { } consumer && _lost is null && _ledger.Settled > before)
            {
                await Task.Run(() => consumer.Commit([new TopicPartitionOffset(_at, _ledger.Settled)]), CancellationToken.None).ConfigureAwait(false);
                Count(consumer);
            }
        }
        catch (KafkaException fault)
        {
            // Not committed: everything since the last time comes again, and the partition knows it.
            _lost = KafkaFaults.Unavailable(fault);
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
            _generation++;
            _ledger.Start(_ledger.Settled);
            _consumer?.Assign(new TopicPartitionOffset(_at, _ledger.Settled));
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

    private List<QueuedMessage> Take(IConsumer<string?, byte[]?> consumer, int maxCount)
    {
        var messages = new List<QueuedMessage>();
        try
        {
            // Without waiting: the client fetches ahead, up to its bounds, on threads of its own.
            while (messages.Count < maxCount && consumer.Consume(TimeSpan.Zero) is { } result)
            {
                if (!result.IsPartitionEOF)
                {
                    _ledger.HandOut(result.Offset.Value);
                    messages.Add(KafkaMessage.Read(result, _generation));
                }
            }
        }
        catch (KafkaException fault)
        {
            // What was taken in this call is not handed out by it: it comes again.
            _lost = KafkaFaults.Unavailable(fault);
            return [];
        }

        Count(consumer);
        return messages;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await topics.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var consumer = clients.Consumer(names.Group, error => _lost = new QueueUnavailableException(KafkaFaults.Explain(error)));
        try
        {
            var start = await Task.Run(() => Start(consumer), CancellationToken.None).ConfigureAwait(false);
            _ledger.Start(start);
            consumer.Assign(new TopicPartitionOffset(_at, start));
            _consumer = consumer;
        }
        catch (Exception fault)
        {
            consumer.Dispose();
            if (fault is KafkaException known)
            {
                if (KafkaFaults.IsOfTopic(known.Error))
                {
                    topics.LookAgain();
                }

                throw KafkaFaults.Unavailable(known);
            }

            throw;
        }
    }

    // The log may have lost what was not read (its bound was too small), or be a new one of the same name. Then its oldest message is the next: what is missing is a
    // hole that the partition reports, and what comes again it knows.
    private long Start(IConsumer<string?, byte[]?> consumer)
    {
        var committed = consumer.Committed([_at], KafkaClients.Patience)[0].Offset.Value;
        var log = consumer.QueryWatermarkOffsets(_at, KafkaClients.Patience);
        return committed < log.Low.Value || committed > log.High.Value ? log.Low.Value : committed;
    }

    private void Count(IConsumer<string?, byte[]?> consumer) => _log = consumer.GetWatermarkOffsets(_at).High.Value is >= 0 and var end
        ? new LogExtent(Math.Max(_ledger.Taken, end - _ledger.Settled), _ledger.Taken)
        : null;

    private async Task CloseAsync()
    {
        _generation++;
        _lost = null;
        _log = null;
        if (_consumer is { } consumer)
        {
            _consumer = null;
            await Task.Run(consumer.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
