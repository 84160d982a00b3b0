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

    public ExporterRecord With(ExporterReport report)
    {
        var at = Array.FindIndex(Runs, r => r.Gateway == report.Gateway);
        if (at < 0)
        {
            return this with { Runs = [.. Runs, report], FirstSeenMs = FirstSeenMs == 0 ? report.LastSeenMs : FirstSeenMs };
        }

        var old = Runs[at];
        if (old.Epoch > report.Epoch)
        {
            return this;
        }

        ExporterReport[] runs = [.. Runs[..at], report, .. Runs[(at + 1)..]];
        return old.Epoch == report.Epoch ? this with { Runs = runs } : this with { Runs = runs, Ended = Ended.Plus(old.Counters) };
    }

    public ExporterView? ToView()
    {
        if (Runs.Length == 0)
        {
            return null;
        }

        var newest = Runs.MaxBy(r => r.LastSeenMs)!;
        return new ExporterView(
            newest.Exporter,
            Runs.Aggregate(Ended, (sum, run) => sum.Plus(run.Counters)),
            newest.Templates,
            newest.SamplingRate,
            newest.SamplingOrigin,
            newest.ClockOffsetMs,
            FirstSeenMs,
            newest.LastSeenMs,
            newest.MissingTemplates);
    }
}
