using System.Collections.Concurrent;
using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Reporting;

/// <summary>
/// Asks for what other gateways know of an exporter: once when the exporter is new here, and when data waits for a template that does not come, less and less often. The data
/// waits meanwhile, bounded, as it would without.
/// </summary>
public sealed class KnowledgeBorrower(CollectorStatus status, IGrainFactory grains, TimeProvider time)
{
    private const int CallsInFlight = 16;
    private const int AsksAtOnce = 256;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private ConcurrentDictionary<ExporterKey, Ask> _asks = new();
    private long _asked;
    private long _inVain;

    /// <summary>Questions asked. Readable from any thread.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Those for which no other gateway knew anything.</summary>
    public long InVain => Interlocked.Read(ref _inVain);

    /// <summary>Asks for whom it is time.</summary>
    public async Task BorrowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var asks = new ConcurrentDictionary<ExporterKey, Ask>();
        var due = new List<(DecodeWorker Worker, ExporterKey Exporter, Ask Next)>();
        foreach (var worker in status.Workers)
        {
            // Version 5 has neither templates nor options.
            foreach (var exporter in worker.Exporters.Where(e => e.Key.Version != 5 && e.Datagrams > 0))
            {
                var ask = _asks.GetValueOrDefault(exporter.Key);
                var waits = exporter.MissingTemplates.Count > 0;
                if ((ask is null || (waits && time.GetElapsedTime(ask.At, now) >= ask.Pause)) && due.Count < AsksAtOnce)
                {
                    due.Add((worker, exporter.Key, new Ask(now, ask is null ? FirstPause : Shorter(ask.Pause * 2, LongestPause))));
                }

                if (ask is not null)
                {
                    asks[exporter.Key] = waits ? ask : ask with { Pause = FirstPause };
                }
            }
        }

        // Who is no longer here is new when it comes again; who could not be asked now is asked in the next round.
        _asks = asks;
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken },
            async (ask, _) =>
            {
                await AskAsync(ask.Worker, ask.Exporter).ConfigureAwait(false);
                asks[ask.Exporter] = ask.Next;
            }).ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Of two that know a template the one that spoke last is asked first.
    private async Task AskAsync(DecodeWorker worker, ExporterKey exporter)
    {
        Interlocked.Increment(ref _asked);
        var known = await grains.GetGrain<IExporterGrain>(ExporterRef.From(exporter).GrainKey).GetKnowledge().ConfigureAwait(false);
        if (known.All(k => k.Gateway == status.Run?.Gateway))
        {
            Interlocked.Increment(ref _inVain);
        }

        foreach (var knowledge in known)
        {
            worker.Lend(exporter, knowledge.State);
        }
    }

    private sealed record Ask(long At, TimeSpan Pause);
}
