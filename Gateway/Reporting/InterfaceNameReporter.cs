using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Identity;

namespace Clarion.Gateway.Reporting;

/// <summary>
/// Tells the identity log how exporters name their interfaces, so that the port of a session, which has a name, can be compared with that of a flow, which
/// has a number.
/// </summary>
internal sealed class InterfaceNameReporter(CollectorStatus status, IdentityIndex identity, IGrainFactory grains, TimeProvider time)
{
    // Datagrams can be forged: names that change all the time must not fill the log.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ExporterKey, (IReadOnlyDictionary<uint, string> Names, long ToldAt)> _told = [];

    /// <summary>Tells what is new since the last time.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        foreach (var exporter in status.Workers.SelectMany(w => w.Exporters))
        {
            var known = _told.TryGetValue(exporter.Key, out var told);
            if (exporter.InterfaceNames.Count == 0 || (known && (ReferenceEquals(told.Names, exporter.InterfaceNames) || time.GetElapsedTime(told.ToldAt) < Pause)))
            {
                continue;
            }

            var before = known ? told.Names : new Dictionary<uint, string>();
            foreach (var chunk in Changes(exporter, before).Chunk(IdentityLimits.MaxFactsPerCall))
            {
                await grains.GetGrain<IIdentityLogGrain>(0).Append(chunk).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            _told[exporter.Key] = (exporter.InterfaceNames, time.GetTimestamp());
        }
    }

    // Compared with what this exporter said before: two domains of one exporter that disagree must not correct each other for ever. And with the index, for
    // what was told before a restart.
    private IEnumerable<IdentityEvent> Changes(ExporterSnapshot exporter, IReadOnlyDictionary<uint, string> before)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return exporter.InterfaceNames
            .Where(port => !before.TryGetValue(port.Key, out var old) || !string.Equals(old, port.Value, StringComparison.Ordinal))
            .Where(port => !string.Equals(
                identity.InterfaceNameOf(exporter.Key.Address, port.Key), PortName.Canonical(port.Value), StringComparison.Ordinal))
            .Select(port => new InterfaceNamed
            {
                AtMs = now,
                ArrivedMs = now,
                Source = IdentitySource.Flow,
                Switch = exporter.Key.Address,
                Interface = port.Key,
                Name = port.Value,
            });
    }
}
