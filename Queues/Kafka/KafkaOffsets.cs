using Clarion.Grains.Interfaces.Queues;
using Confluent.Kafka;

namespace Clarion.Queues.Kafka;

/// <summary>How far the log of each partition reaches, and up to where it is committed.</summary>
/// <remarks>
/// Asked by a consumer that reads nothing: the client's question about several offsets at once ends the process when a broker dies meanwhile (librdkafka 2.16, an assertion).
/// </remarks>
internal sealed class KafkaOffsets(KafkaClients clients, KafkaNames names, int partitions) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TopicPartition[] _all = [.. Enumerable.Range(0, partitions).Select(p => new TopicPartition(names.Deltas, p))];
    private IConsumer<string?, byte[]?>? _consumer;

    /// <summary>The next offset that will be read after everything is forgotten, by partition; 0 when nothing has been committed yet.</summary>
    /// <exception cref="QueueUnavailableException">The broker does not answer.</exception>
    public Task<IReadOnlyList<long>> CommittedAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<long>>(Committed, cancellationToken);

    /// <summary>Messages that are not committed, by partition.</summary>
    /// <exception cref="QueueUnavailableException">The broker does not answer.</exception>
    public Task<IReadOnlyList<long>> LagsAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<long>>(
        consumer =>
        {
            var committed = Committed(consumer);
            return
            [
                .. _all.Select((at, partition) =>
                {
                    var log = consumer.QueryWatermarkOffsets(at, KafkaClients.Patience);
                    return Math.Max(0, log.High.Value - Math.Max(committed[partition], log.Low.Value));
                }),
            ];
        },
        cancellationToken);

    public void Dispose()
    {
        _consumer?.Dispose();
        _oneAtATime.Dispose();
    }

    private long[] Committed(IConsumer<string?, byte[]?> consumer) =>
        [.. consumer.Committed(_all, KafkaClients.Patience).OrderBy(c => c.Partition.Value).Select(c => Math.Max(0, c.Offset.Value))];

    private async Task<T> AskAsync<T>(Func<IConsumer<string?, byte[]?>, T> ask, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => ask(_consumer ??= clients.Consumer(names.Group, _ => { })), CancellationToken.None).ConfigureAwait(false);
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.Unavailable(fault);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
