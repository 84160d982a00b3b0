using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Grains.Exporters;

/// <summary>A part of an exporter's numbers: a stretch as one gateway saw it, or several that were put together.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SequencePiece")]
internal sealed record SequencePiece
{
    /// <summary>Whose it is; empty when it is of several gateways.</summary>
    [Id(0)] public string Gateway { get; init; } = "";

    /// <summary>When it began, Unix milliseconds by the gateway's clock.</summary>
    [Id(1)] public long SinceMs { get; init; }

    /// <summary>Its newest datagram, Unix milliseconds.</summary>
    [Id(2)] public long LastMs { get; init; }

    /// <summary>Its first number.</summary>
    [Id(3)] public uint First { get; init; }

    /// <summary>Numbers from the first to the one expected next.</summary>
    [Id(4)] public long Span { get; init; }

    /// <summary>Units that came for certain.</summary>
    [Id(5)] public long Received { get; init; }

    /// <summary>Units that came or did not.</summary>
    [Id(6)] public long Unknown { get; init; }

    /// <summary>Units that its gateways took for lost, each by itself.</summary>
    [Id(7)] public long Missed { get; init; }

    /// <summary>Of what was received, what came to other gateways than the one that received most.</summary>
    [Id(8)] public long ByOthers { get; init; }

    public static IEnumerable<SequencePiece> Of(ExporterReport report) => (report.Stretches ?? []).Select(s => new SequencePiece
    {
        Gateway = report.Gateway,
        SinceMs = s.SinceMs,
        LastMs = s.LastMs,
        First = s.First,
        Span = s.Span,
        Received = s.Span - s.Lost - s.Unknown,
        Unknown = s.Unknown,
        Missed = s.Lost,
    });
}
