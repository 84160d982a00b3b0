using System.Diagnostics.Metrics;
using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;

namespace Clarion.Storage.Upkeep;

/// <summary>
/// The store in figures (meter <c>Clarion.Storage</c>). Sizes are those of the last upkeep, a minute old at most: a scrape asks the store nothing.
/// </summary>
public sealed class StoreMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Clarion.Storage";

    private readonly Histogram<double> _upkeep;
    private volatile StoreSummary? _summary;
    private volatile IReadOnlyList<TableReport> _tables = [];

    internal StoreMetrics(IMeterFactory meters, FlowIntake intake)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("clarion.store.size", () => Known(_summary?.SizeBytes), "By", "Bytes of the store on disk, the journal of this process included.");
        meter.CreateObservableGauge("clarion.store.free", () => Known(_summary?.FreeBytes), "By", "Free bytes where the store lies; not there when it cannot know.");
        meter.CreateObservableGauge("clarion.store.flow_size", () => Known(_summary?.BytesPerFlow), "By", "Bytes of a raw flow in the store.");
        meter.CreateObservableGauge("clarion.store.faulty", () => _summary is { Fault: not null } ? 1 : 0, null, "1 while something is wrong with the store.");
        meter.CreateObservableGauge(
            "clarion.store.rows",
            () => _tables.Select(table => new Measurement<long>(table.Rows, new KeyValuePair<string, object?>("table", table.Table))),
            "{row}",
            "Rows by table.");
        meter.CreateObservableGauge("clarion.journal.flows", () => intake.Waiting.Rows, "{flow}", "Flows on this disk that the tables do not have yet.");
        meter.CreateObservableGauge("clarion.journal.size", () => intake.Waiting.Bytes, "By", "Their bytes.");
        _upkeep = meter.CreateHistogram(
            "clarion.store.upkeep", "s", "Time of a round of rollups and retention.", advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
            });
    }

    /// <summary>What upkeep has found.</summary>
    internal void Found(StoreSummary summary, IReadOnlyList<TableReport> tables, TimeSpan took)
    {
        _summary = summary;
        _tables = tables;
        _upkeep.Record(took.TotalSeconds);
    }

    private static IEnumerable<Measurement<T>> Known<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];
}
