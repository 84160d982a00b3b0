using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Queues.Kafka;

/// <summary>
/// Bounds what waits in each partition. A log takes whatever it is given, and forgets its oldest; so who publishes asks what is committed, and refuses by
/// itself. Bytes are counted as messages times the mean size of those that this process has sent. Thread-safe.
/// </summary>
/// <param name="partitions">Partitions.</param>
/// <param name="maxBytes">Bytes that may wait in one of them.</param>
/// <param name="committed">Asks up to where each is committed.</param>
internal sealed class KafkaBacklog(int partitions, long maxBytes, Func<CancellationToken, Task<IReadOnlyList<long>>> committed) : IDisposable
{
    private const double NewestWeight = 1.0 / 32;

    private readonly SemaphoreSlim _asking = new(1);
    private readonly Lock _gate = new();
    private readonly long[] _end = new long[partitions];
    private readonly double[] _meanBytes = new double[partitions];
    private IReadOnlyList<long> _committed = new long[partitions];
    private int _answers;

    /// <summary>Returns when a partition has room for a message.</summary>
    /// <exception cref="QueueUnavailableException">It is full, or the broker does not answer.</exception>
    public async Task MakeRoomAsync(int partition, int bytes, CancellationToken cancellationToken)
    {
        var answers = Volatile.Read(ref _answers);
        if (HasRoom(partition, bytes, out _))
        {
            return;
        }

        await AskAsync(answers, cancellationToken).ConfigureAwait(false);
        if (!HasRoom(partition, bytes, out var waiting))
        {
            throw new QueueUnavailableException(FormattableString.Invariant(
                $"The queue of partition {partition} is full: about {waiting} bytes are not committed yet, and {QueueOptions.Section}:{nameof(QueueOptions.MaxQueueBytes)} is {maxBytes}."));
        }
    }

    /// <summary>A message was taken.</summary>
    public void Published(int partition, long offset, int bytes)
    {
        lock (_gate)
        {
            _end[partition] = Math.Max(_end[partition], offset + 1);
            _meanBytes[partition] = _meanBytes[partition] == 0 ? bytes : _meanBytes[partition] + ((bytes - _meanBytes[partition]) * NewestWeight);
        }
    }

    public void Dispose() => _asking.Dispose();

    // A message larger than the bound passes an empty queue.
    private bool HasRoom(int partition, int bytes, out long waiting)
    {
        lock (_gate)
        {
            waiting = (long)(Math.Max(0, _end[partition] - _committed[partition]) * _meanBytes[partition]);
        }

        return waiting == 0 || waiting + bytes <= maxBytes;
    }

    // One question is for all partitions, and for all who had one when it was asked.
    private async Task AskAsync(int answersBefore, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_answers == answersBefore)
            {
                var answer = await committed(cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    _committed = answer;
                }

                Interlocked.Increment(ref _answers);
            }
        }
        finally
        {
            _asking.Release();
        }
    }
}
