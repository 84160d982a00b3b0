using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Clarion.Queues;

/// <summary>Counters of the queue in this process (meter <c>Clarion.Queues</c>), by partition.</summary>
public sealed class QueueMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Clarion.Queues";

    private readonly ConcurrentDictionary<int, int> _pending = new();
    private readonly ConcurrentDictionary<int, long> _lag = new();
    private readonly Counter<long> _published;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _received;
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _rewinds;
    private readonly Counter<long> _leftToLog;
    private readonly Counter<long> _setAside;

    /// <summary>Creates the instruments.</summary>
    public QueueMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _published = meter.CreateCounter<long>("clarion.queue.published", "{message}", "Messages that the broker has confirmed.");
        _bytes = meter.CreateCounter<long>("clarion.queue.published_bytes", "By", "Their bytes.");
        _refused = meter.CreateCounter<long>("clarion.queue.refused", "{message}", "Attempts to publish that failed; they are repeated.");
        _received = meter.CreateCounter<long>("clarion.queue.received", "{message}", "Messages taken from the queue, repeated ones too.");
        _acknowledged = meter.CreateCounter<long>("clarion.queue.acknowledged", "{message}", "Messages acknowledged after their commit.");
        _rewinds = meter.CreateCounter<long>("clarion.queue.rewinds", "{rewind}", "Times that a queue was read again because its partition had lost its memory.");
        _leftToLog = meter.CreateCounter<long>("clarion.queue.left_to_log", "{message}", "Messages behind a hole, left to the gateway's flow log.");
        _setAside = meter.CreateCounter<long>("clarion.queue.set_aside", "{message}", "Messages that became dead letters.");
        foreach (var rare in (ReadOnlySpan<Counter<long>>)[_refused, _rewinds, _leftToLog, _setAside])
        {
            // What has not happened yet is zero, not missing.
            rare.Add(0);
        }

        meter.CreateObservableGauge(
            "clarion.queue.unacknowledged", () => _pending.Select(p => new Measurement<int>(p.Value, Tag(p.Key))), "{message}", "Messages taken and not committed yet.");
        meter.CreateObservableGauge(
            "clarion.queue.lag", () => _lag.Select(p => new Measurement<long>(p.Value, Tag(p.Key))), "{message}",
            "Messages in the queue that are not committed yet, taken ones too, where the broker tells its readers (Kafka).");
    }

    internal void Published(int partition, int bytes)
    {
        _published.Add(1, Tag(partition));
        _bytes.Add(bytes, Tag(partition));
    }

    internal void Refused(int partition) => _refused.Add(1, Tag(partition));

    internal void Received(int partition) => _received.Add(1, Tag(partition));

    internal void Acknowledged(int partition, int count) => _acknowledged.Add(count, Tag(partition));

    internal void Rewound(int partition) => _rewinds.Add(1, Tag(partition));

    internal void LeftToLog(int partition, int count) => _leftToLog.Add(count, Tag(partition));

    internal void SetAside(int partition) => _setAside.Add(1, Tag(partition));

    internal void Pending(int partition, int count) => _pending[partition] = count;

    internal void Lag(int partition, long? messages)
    {
        if (messages is { } count)
        {
            _lag[partition] = count;
        }
        else
        {
            _lag.TryRemove(partition, out _);
        }
    }

    /// <summary>Another silo reads the queue now.</summary>
    internal void Left(int partition)
    {
        _pending.TryRemove(partition, out _);
        _lag.TryRemove(partition, out _);
    }

    private static KeyValuePair<string, object?> Tag(int partition) => new("partition", partition);
}
