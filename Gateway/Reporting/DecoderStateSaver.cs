using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Reporting;

/// <summary>
/// Saves templates, samplers and application names, so that a restart does not wait for exporters to repeat them, and tells the exporters' grains, so that other
/// gateways need not either.
/// </summary>
internal sealed class DecoderStateSaver(CollectorStatus status, IExporterStore store, IGrainFactory grains, TimeProvider time)
{
    private const int CallsInFlight = 16;
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

        await ShareAsync(cancellationToken).ConfigureAwait(false);
        _unsaved.Clear();
    }

    private Task ShareAsync(CancellationToken cancellationToken)
    {
        if (status.Run is not { } run)
        {
            return Task.CompletedTask;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return Parallel.ForEachAsync(
            _unsaved,
            new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken },
            async (state, _) => await grains.GetGrain<IExporterGrain>(ExporterRef.From(state.Key).GrainKey)
                .Share(new ExporterKnowledge(run.Gateway, now, state.Value)).ConfigureAwait(false));
    }
}
