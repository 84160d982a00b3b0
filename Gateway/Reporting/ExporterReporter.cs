using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Reporting;

/// <summary>Reports each exporter that has sent something since its last report, and lists new ones in the directory.</summary>
internal sealed class ExporterReporter(CollectorStatus status, IGrainFactory grains, TimeProvider time)
{
    private const int CallsInFlight = 64;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ExporterKey, long> _reported = [];
    private long _last;

    /// <summary>Reports when due, or everything now.</summary>
    public async Task ReportAsync(bool everything, CancellationToken cancellationToken)
    {
        if (status.Run is not { } run || (!everything && time.GetElapsedTime(_last) < Interval))
        {
            return;
        }

        _last = time.GetTimestamp();
        List<ExporterSnapshot> changed =
        [
            .. status.Workers.SelectMany(w => w.Exporters).Where(e => _reported.GetValueOrDefault(e.Key, -1) != e.Activity()),
        ];
        List<ExporterRef> unlisted = [.. changed.Where(e => !_reported.ContainsKey(e.Key)).Select(e => ExporterRef.From(e.Key))];
        if (unlisted.Count > 0)
        {
            await grains.GetGrain<IExporterDirectoryGrain>(0).Register(unlisted).ConfigureAwait(false);
        }

        await Parallel.ForEachAsync(
            changed,
            new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken },
            async (exporter, _) =>
            {
                var report = exporter.ToReport(run.Gateway, run.Epoch);
                await grains.GetGrain<IExporterGrain>(report.Exporter.GrainKey).Report(report).ConfigureAwait(false);
            }).ConfigureAwait(false);
        foreach (var exporter in changed)
        {
            _reported[exporter.Key] = exporter.Activity();
        }
    }
}
