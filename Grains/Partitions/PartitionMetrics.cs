using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Clarion.Grains.Partitions;

/// <summary>Counters of the partitions of this silo (meter <c>Clarion.Grains</c>).</summary>
public sealed class PartitionMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Clarion.Grains";

    private readonly ConcurrentDictionary<int, CommitLag> _lags = new();
    private readonly Histogram<double> _commits;
    private readonly Counter<long> _flows;
    private readonly Counter<long> _deltas;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments.</summary>
    public PartitionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _flows = meter.CreateCounter<long>("clarion.partitions.applied_flows", "{flow}", "Flows merged into partitions.");
        _deltas = meter.CreateCounter<long>("clarion.partitions.deltas", "{delta}", "Conversation deltas merged.");
        _rows = meter.CreateCounter<long>("clarion.partitions.committed_rows", "{row}", "Conversation rows committed.");
        _duplicates = meter.CreateCounter<long>("clarion.partitions.duplicate_batches", "{batch}", "Batches ignored as already applied.");
        _refused = meter.CreateCounter<long>("clarion.partitions.refused_batches", "{batch}", "Batches of an unknown layout.");
        _gaps = meter.CreateCounter<long>(
            "clarion.partitions.gap_batches", "{batch}", "Batches left out until the windows before them were sent again.");
        _failures = meter.CreateCounter<long>("clarion.partitions.failures", "{failure}", "Commits, checkpoints or tellings that failed.");
        _commits = meter.CreateHistogram(
            "clarion.partitions.commit", "s", "Time that the store took for a commit.", advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
            });
        meter.CreateObservableGauge(
            "clarion.partitions.lag",
            () => _lags.Select(lag => new Measurement<double>(lag.Value.Now.TotalSeconds, Tag(lag.Key))),
            "s",
            "How long the oldest delta that a partition has merged waits for its commit.");
    }

    internal void Applied(long flows, int deltas)
    {
        _flows.Add(flows);
        _deltas.Add(deltas);
    }

    internal void Committed(int rows, TimeSpan took)
    {
        _rows.Add(rows);
        _commits.Record(took.TotalSeconds);
    }

    /// <summary>A partition came to this silo. What has not happened yet is counted as zero, so that the first time shows as a change.</summary>
    internal void Follow(int partition, CommitLag lag)
    {
        _lags[partition] = lag;
        foreach (var counter in (ReadOnlySpan<Counter<long>>)[_duplicates, _refused, _gaps, _failures])
        {
            counter.Add(0, Tag(partition));
        }
    }

    /// <summary>It has left; another activation of it may have come meanwhile.</summary>
    internal void Leave(int partition, CommitLag lag) => _lags.TryRemove(KeyValuePair.Create(partition, lag));

    internal void Duplicate(int partition) => _duplicates.Add(1, Tag(partition));

    internal void Refused(int partition) => _refused.Add(1, Tag(partition));

    internal void Gap(int partition) => _gaps.Add(1, Tag(partition));

    internal void Failed(int partition) => _failures.Add(1, Tag(partition));

    private static KeyValuePair<string, object?> Tag(int partition) => new("partition", partition);
}
