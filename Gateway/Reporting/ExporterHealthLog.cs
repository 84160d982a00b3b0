using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Reporting;

/// <summary>Writes what each exporter did within each minute, for its history.</summary>
internal sealed class ExporterHealthLog(CollectorStatus status, IExporterStore store, TimeProvider time)
{
    private Dictionary<ExporterKey, ExporterSnapshot> _before = [];
    private DateTimeOffset _minute;

    /// <summary>Writes the minute that has ended, or at the stop the one that is open.</summary>
    public async Task WriteAsync(bool everything, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var minute = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        if (_minute == default)
        {
            _minute = minute;
        }

        if (minute == _minute && !everything)
        {
            return;
        }

        Dictionary<ExporterKey, ExporterSnapshot> after = [];
        List<ExporterHealthRow> rows = [];
        foreach (var exporter in status.Workers.SelectMany(w => w.Exporters))
        {
            after[exporter.Key] = exporter;
            var before = _before.GetValueOrDefault(exporter.Key);
            if (exporter.Datagrams > (before?.Datagrams ?? 0))
            {
                rows.Add(new ExporterHealthRow(
                    exporter.Key, _minute,
                    exporter.Datagrams - (before?.Datagrams ?? 0),
                    exporter.Records - (before?.Records ?? 0),
                    exporter.Flows - (before?.Flows ?? 0),
                    exporter.LostUnits - (before?.LostUnits ?? 0),
                    exporter.ErrorCount() - (before?.ErrorCount() ?? 0),
                    exporter.ClockOffsetMs));
            }
        }

        if (rows.Count > 0)
        {
            await store.AppendHealthAsync(rows, cancellationToken).ConfigureAwait(false);
        }

        (_before, _minute) = (after, minute);
    }
}
