using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Interfaces.Exporters;

/// <summary>Cumulative counters of one exporter within one gateway run.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ExporterCounters")]
public sealed record ExporterCounters
{
    /// <summary>Datagrams received.</summary>
    [Id(0)] public long Datagrams { get; init; }

    /// <summary>Their bytes.</summary>
    [Id(1)] public long Bytes { get; init; }

    /// <summary>Data records on the wire (a biflow or NSEL record counts once).</summary>
    [Id(2)] public long Records { get; init; }

    /// <summary>Flows they became.</summary>
    [Id(3)] public long Flows { get; init; }

    /// <summary>Options data records.</summary>
    [Id(4)] public long OptionsRecords { get; init; }

    /// <summary>Template records read, both kinds, withdrawals not included.</summary>
    [Id(5)] public long TemplateRecords { get; init; }

    /// <summary>Templates that replaced a different one.</summary>
    [Id(6)] public long TemplatesChanged { get; init; }

    /// <summary>Templates dropped by age or bound.</summary>
    [Id(7)] public long TemplatesExpired { get; init; }

    /// <summary>Units missing by sequence numbers: flows for v5, datagrams for v9, records for IPFIX.</summary>
    [Id(8)] public long LostUnits { get; init; }

    /// <summary>Late or repeated datagrams.</summary>
    [Id(9)] public long OutOfOrder { get; init; }

    /// <summary>Restarts of the sequence.</summary>
    [Id(10)] public long Resyncs { get; init; }

    /// <summary>Data sets held back because their template had not come.</summary>
    [Id(11)] public long ParkedSets { get; init; }

    /// <summary>Held-back sets decoded after their template came.</summary>
    [Id(12)] public long ReplayedSets { get; init; }

    /// <summary>Held-back sets given up by age or bound.</summary>
    [Id(13)] public long DroppedSets { get; init; }

    /// <summary>What could not be read, by reason.</summary>
    [Id(14)] public Dictionary<string, long> DecodeErrors { get; init; } = [];

    /// <summary>The sum of two counts.</summary>
    public ExporterCounters Plus(ExporterCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var errors = new Dictionary<string, long>(DecodeErrors, StringComparer.Ordinal);
        foreach (var (reason, count) in other.DecodeErrors)
        {
            errors[reason] = errors.GetValueOrDefault(reason) + count;
        }

        return new ExporterCounters
        {
            Datagrams = Datagrams + other.Datagrams,
            Bytes = Bytes + other.Bytes,
            Records = Records + other.Records,
            Flows = Flows + other.Flows,
            OptionsRecords = OptionsRecords + other.OptionsRecords,
            TemplateRecords = TemplateRecords + other.TemplateRecords,
            TemplatesChanged = TemplatesChanged + other.TemplatesChanged,
            TemplatesExpired = TemplatesExpired + other.TemplatesExpired,
            LostUnits = LostUnits + other.LostUnits,
            OutOfOrder = OutOfOrder + other.OutOfOrder,
            Resyncs = Resyncs + other.Resyncs,
            ParkedSets = ParkedSets + other.ParkedSets,
            ReplayedSets = ReplayedSets + other.ReplayedSets,
            DroppedSets = DroppedSets + other.DroppedSets,
            DecodeErrors = errors,
        };
    }
}

/// <summary>What a gateway knows of an exporter.</summary>
/// <param name="Gateway">Gateway.</param>
/// <param name="Epoch">Start of its process, Unix milliseconds.</param>
/// <param name="Exporter">The exporter.</param>
/// <param name="Counters">Counted since the start of that process.</param>
/// <param name="Templates">Templates it holds.</param>
/// <param name="SamplingRate">Factor in force for the last record; 1 = unsampled.</param>
/// <param name="SamplingOrigin">Where that came from.</param>
/// <param name="ClockOffsetMs">Arrival minus export time, median, ms.</param>
/// <param name="LastSeenMs">Last datagram, Unix milliseconds.</param>
/// <param name="MissingTemplates">Ids of data sets that wait for their template, with the time since when.</param>
[GenerateSerializer, Immutable, Alias("clarion.ExporterReport")]
public sealed record ExporterReport(
    [property: Id(0)] string Gateway,
    [property: Id(1)] long Epoch,
    [property: Id(2)] ExporterRef Exporter,
    [property: Id(3)] ExporterCounters Counters,
    [property: Id(4)] IReadOnlyList<TemplateView> Templates,
    [property: Id(5)] double SamplingRate,
    [property: Id(6)] string SamplingOrigin,
    [property: Id(7)] long ClockOffsetMs,
    [property: Id(8)] long LastSeenMs,
    [property: Id(9)] IReadOnlyList<MissingTemplate> MissingTemplates)
{
    /// <summary>The newest stretches of sequence numbers, in the order in which they began; null when the gateway does not tell.</summary>
    [Id(10)] public IReadOnlyList<ExporterStretch>? Stretches { get; init; }
}

/// <summary>Sequence numbers that follow each other, as one gateway saw them.</summary>
/// <param name="SinceMs">When it began, Unix milliseconds; tells the stretches of a gateway apart.</param>
/// <param name="LastMs">Newest datagram that was not late, Unix milliseconds.</param>
/// <param name="First">Its first number.</param>
/// <param name="Span">Units from its first number to the one that is expected next.</param>
/// <param name="Lost">Of these, missing; counted in <see cref="ExporterCounters.LostUnits"/> too.</param>
/// <param name="Unknown">Of these, received or missing: they follow a datagram whose units could not be counted.</param>
[GenerateSerializer, Immutable, Alias("clarion.ExporterStretch")]
public readonly record struct ExporterStretch(
    [property: Id(0)] long SinceMs, [property: Id(1)] long LastMs, [property: Id(2)] uint First, [property: Id(3)] long Span, [property: Id(4)] long Lost,
    [property: Id(5)] long Unknown);

/// <summary>A template that data waits for.</summary>
/// <param name="Id">Template id.</param>
/// <param name="SinceMs">Since when, Unix milliseconds.</param>
/// <param name="Sets">How many sets wait.</param>
[GenerateSerializer, Immutable, Alias("clarion.MissingTemplate")]
public readonly record struct MissingTemplate([property: Id(0)] int Id, [property: Id(1)] long SinceMs, [property: Id(2)] int Sets);

/// <summary>A template as announced.</summary>
/// <param name="Id">Template id.</param>
/// <param name="Options">True for options templates.</param>
/// <param name="ScopeFields">How many of the fields are scopes.</param>
/// <param name="Fields">Fields in order.</param>
/// <param name="FirstSeenMs">Unix milliseconds.</param>
/// <param name="LastSeenMs">Unix milliseconds.</param>
/// <param name="Records">Records decoded with it.</param>
[GenerateSerializer, Immutable, Alias("clarion.TemplateView")]
public sealed record TemplateView(
    [property: Id(0)] int Id,
    [property: Id(1)] bool Options,
    [property: Id(2)] int ScopeFields,
    [property: Id(3)] IReadOnlyList<TemplateFieldView> Fields,
    [property: Id(4)] long FirstSeenMs,
    [property: Id(5)] long LastSeenMs,
    [property: Id(6)] long Records);

/// <summary>One field of a template.</summary>
/// <param name="Enterprise">Private enterprise number; 0 = IANA.</param>
/// <param name="Element">Element number.</param>
/// <param name="Name">Name, if known; else empty.</param>
/// <param name="Length">Bytes; 65535 = variable.</param>
/// <param name="Column">Column of the flow it fills; empty when it is skipped.</param>
[GenerateSerializer, Immutable, Alias("clarion.TemplateFieldView")]
public readonly record struct TemplateFieldView(
    [property: Id(0)] uint Enterprise, [property: Id(1)] int Element, [property: Id(2)] string Name, [property: Id(3)] int Length,
    [property: Id(4)] string Column);

/// <summary>An exporter over all gateways and runs.</summary>
/// <param name="Exporter">The exporter.</param>
/// <param name="Counters">Sums over every run.</param>
/// <param name="Templates">Templates now.</param>
/// <param name="SamplingRate">Factor in force.</param>
/// <param name="SamplingOrigin">Where it came from.</param>
/// <param name="ClockOffsetMs">Arrival minus export time, median, ms.</param>
/// <param name="FirstSeenMs">First report, Unix milliseconds.</param>
/// <param name="LastSeenMs">Last datagram, Unix milliseconds.</param>
/// <param name="MissingTemplates">Templates that data waits for.</param>
[GenerateSerializer, Immutable, Alias("clarion.ExporterView")]
public sealed record ExporterView(
    [property: Id(0)] ExporterRef Exporter,
    [property: Id(1)] ExporterCounters Counters,
    [property: Id(2)] IReadOnlyList<TemplateView> Templates,
    [property: Id(3)] double SamplingRate,
    [property: Id(4)] string SamplingOrigin,
    [property: Id(5)] long ClockOffsetMs,
    [property: Id(6)] long FirstSeenMs,
    [property: Id(7)] long LastSeenMs,
    [property: Id(8)] IReadOnlyList<MissingTemplate> MissingTemplates);
