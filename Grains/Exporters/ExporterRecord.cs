using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Grains.Exporters;

/// <summary>An exporter at rest. Immutable, so that readers may hold it while a report replaces it.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ExporterRecord")]
internal sealed record ExporterRecord
{
    /// <summary>Sums over runs that have ended.</summary>
    [Id(0)] public ExporterCounters Ended { get; init; } = new();

    /// <summary>Newest report of the current run of each gateway.</summary>
    [Id(1)] public ExporterReport[] Runs { get; init; } = [];

    /// <summary>First report ever, Unix milliseconds.</summary>
    [Id(2)] public long FirstSeenMs { get; init; }

    /// <summary>What was lost between gateways, and what they take for lost that another one received.</summary>
    [Id(3)] public SequenceLines Lines { get; init; } = new();

    /// <summary>When what is to be added to the gateways' counts has changed; null when an earlier build wrote this.</summary>
    [Id(4)] public LossCorrections? Corrections { get; init; }

    /// <summary>Takes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="nowMs">When it came, Unix milliseconds.</param>
    public ExporterRecord With(ExporterReport report, long nowMs)
    {
        var next = Take(report);
        return ReferenceEquals(next, this)
            ? this
            : next with { Corrections = (Corrections ?? new LossCorrections { Total = Adjustment }).With(next.Adjustment, nowMs) };
    }

    public ExporterView? ToView()
    {
        if (Runs.Length == 0)
        {
            return null;
        }

        var newest = Runs.MaxBy(r => r.LastSeenMs)!;
        var counters = Runs.Aggregate(Ended, (sum, run) => sum.Plus(run.Counters));
        return new ExporterView(
            newest.Exporter,
            counters with { LostUnits = Math.Max(0, counters.LostUnits + Adjustment) },
            newest.Templates,
            newest.SamplingRate,
            newest.SamplingOrigin,
            newest.ClockOffsetMs,
            FirstSeenMs,
            newest.LastSeenMs,
            newest.MissingTemplates);
    }

    private long Adjustment => Lines.Adjustment(Growing(Runs));

    private ExporterRecord Take(ExporterReport report)
    {
        var at = Array.FindIndex(Runs, r => r.Gateway == report.Gateway);
        if (at < 0)
        {
            return this with { Runs = [.. Runs, report], FirstSeenMs = FirstSeenMs == 0 ? report.LastSeenMs : FirstSeenMs };
        }

        // A gateway forgets an exporter that is silent for long, and begins anew; then it counts less although it heard of it since.
        var old = Runs[at];
        var countsLess = old.Counters.Datagrams > report.Counters.Datagrams;
        if (old.Epoch > report.Epoch || (old.Epoch == report.Epoch && countsLess && old.LastSeenMs >= report.LastSeenMs))
        {
            return this;
        }

        ExporterReport[] runs = [.. Runs[..at], report, .. Runs[(at + 1)..]];
        var told = SequencePiece.Of(report).Select(p => p.SinceMs).ToHashSet();
        var next = this with { Runs = runs, Lines = Lines.With([.. SequencePiece.Of(old).Where(p => !told.Contains(p.SinceMs))], Growing(runs)) };
        return old.Epoch == report.Epoch && !countsLess ? next : next with { Ended = Ended.Plus(old.Counters) };
    }

    private static List<SequencePiece> Growing(ExporterReport[] runs) => [.. runs.SelectMany(SequencePiece.Of)];
}
