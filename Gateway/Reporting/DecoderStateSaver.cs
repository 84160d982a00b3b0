using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Reporting;

/// <summary>Saves templates, samplers and application names, so that a restart does not wait for exporters to repeat them.</summary>
internal sealed class DecoderStateSaver(CollectorStatus status, IExporterStore store, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ExporterKey, byte[]> _unsaved = [];
    private readonly Dictionary<ulong, string> _savedNames = [];
    private long _last;

    /// <summary>Saves what has changed when due, or now.</summary>
    public async Task SaveAsync(bool everything, CancellationToken cancellationToken)
    {
        if (!everything && time.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        _last = time.GetTimestamp();
        foreach (var (exporter, state) in status.Workers.SelectMany(w => w.ChangedStates.Take()))
        {
            _unsaved[exporter] = state;
        }

        if (_unsaved.Count > 0)
        {
            await store.SaveStatesAsync([.. _unsaved.Select(s => new ExporterState(s.Key, s.Value))], cancellationToken).ConfigureAwait(false);
            _unsaved.Clear();
        }

        // New names and changed ones: an exporter may rename an application.
        var names = status.Workers.SelectMany(w => w.ApplicationNames).DistinctBy(n => n.Key)
            .Where(n => _savedNames.GetValueOrDefault(n.Key) != n.Value).ToDictionary();
        if (names.Count > 0)
        {
            await store.SaveApplicationsAsync(names, cancellationToken).ConfigureAwait(false);
            foreach (var (id, name) in names)
            {
                _savedNames[id] = name;
            }
        }
    }
}
