namespace Clarion.Flows;

/// <summary>What a decoder knows of one exporter at one moment; counters are cumulative since the decoder was created. Immutable.</summary>
public sealed record ExporterSnapshot
{
    /// <summary>The exporter.</summary>
    public required ExporterKey Key { get; init; }

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Data records on the wire (a biflow or NSEL record counts once).</summary>
    public long Records { get; init; }

    /// <summary>Flows they became.</summary>
    public long Flows { get; init; }

    /// <summary>Options data records.</summary>
    public long OptionsRecords { get; init; }

    /// <summary>Template records of both kinds, withdrawals not included.</summary>
    public long TemplateRecords { get; init; }

    /// <summary>Templates that replaced a different one.</summary>
    public long TemplatesChanged { get; init; }

    /// <summary>Templates dropped by age or bound.</summary>
    public long TemplatesExpired { get; init; }

    /// <summary>Units missing by sequence numbers: flows for v5, datagrams for v9, records for IPFIX.</summary>
    public long LostUnits { get; init; }

    /// <summary>Late or repeated datagrams.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Restarts of the sequence.</summary>
    public long Resyncs { get; init; }

    /// <summary>The newest stretches of sequence numbers, in the order in which they began; at most four.</summary>
    public IReadOnlyList<SequenceStretch> Stretches { get; init; } = [];

    /// <summary>Data sets held back because their template had not come.</summary>
    public long ParkedSets { get; init; }

    /// <summary>Held-back sets decoded after their template came.</summary>
    public long ReplayedSets { get; init; }

    /// <summary>Held-back sets given up by age or bound.</summary>
    public long DroppedSets { get; init; }

    /// <summary>Faults by reason; zero counts are left out.</summary>
    public IReadOnlyDictionary<DecodeError, long> Errors { get; init; } = new Dictionary<DecodeError, long>();

    /// <summary>Templates held.</summary>
    public IReadOnlyList<TemplateSnapshot> Templates { get; init; } = [];

    /// <summary>Factor in force for the last record; 1 = unsampled.</summary>
    public double SamplingRate { get; init; } = 1;

    /// <summary>Where that came from.</summary>
    public FlowSamplingOrigin SamplingOrigin { get; init; }

    /// <summary>Arrival minus export time, median of the newest datagrams, ms.</summary>
    public long ClockOffsetMs { get; init; }

    /// <summary>True while times of flows are anchored to arrival because the exporter's clock is too far off.</summary>
    public bool ClockAnchored { get; init; }

    /// <summary>Last datagram, Unix milliseconds; 0 = none since the state was restored.</summary>
    public long LastSeenMs { get; init; }

    /// <summary>Templates that data waits for.</summary>
    public IReadOnlyList<MissingTemplateSnapshot> MissingTemplates { get; init; } = [];

    /// <summary>Interface names the exporter announced in options (IE 82, else 83), by interface index.</summary>
    public IReadOnlyDictionary<uint, string> InterfaceNames { get; init; } = new Dictionary<uint, string>();
}

/// <summary>A template as announced.</summary>
/// <param name="Id">Template id.</param>
/// <param name="Options">True for options templates.</param>
/// <param name="ScopeFields">How many of the fields are scopes.</param>
/// <param name="Fields">Fields in order.</param>
/// <param name="FirstSeenMs">Unix milliseconds.</param>
/// <param name="LastSeenMs">Last announcement, Unix milliseconds; 0 = not since the state was restored.</param>
/// <param name="Records">Records decoded with it.</param>
public sealed record TemplateSnapshot(
    ushort Id, bool Options, int ScopeFields, IReadOnlyList<TemplateFieldSnapshot> Fields, long FirstSeenMs, long LastSeenMs, long Records);

/// <summary>One field of a template.</summary>
/// <param name="Enterprise">Private enterprise number; 0 = IANA or, in v9, none.</param>
/// <param name="Element">Element number.</param>
/// <param name="Name">Name, if known; else empty.</param>
/// <param name="Length">Bytes; 65535 = variable.</param>
/// <param name="Column">Column of the flow it fills; empty when it fills none.</param>
public readonly record struct TemplateFieldSnapshot(uint Enterprise, ushort Element, string Name, ushort Length, string Column);

/// <summary>
/// Sequence numbers that follow each other, as one decoder saw them: from the exporter's first datagram, or the first after its restart, to the newest. A long one goes on as another.
/// </summary>
/// <param name="SinceMs">When it began, Unix milliseconds; no two stretches of a decoder have the same.</param>
/// <param name="LastMs">Newest datagram that was not late, Unix milliseconds.</param>
/// <param name="First">Its first number.</param>
/// <param name="Span">Units from its first number to the one that is expected next.</param>
/// <param name="Lost">Of these, missing; less than nothing when what an earlier one missed came late.</param>
/// <param name="Unknown">Of these, skipped after a datagram whose units could not be counted: received or missing.</param>
public readonly record struct SequenceStretch(long SinceMs, long LastMs, uint First, long Span, long Lost, long Unknown);

/// <summary>A template that data waits for.</summary>
/// <param name="Id">Template id.</param>
/// <param name="SinceMs">Arrival of the oldest waiting set, Unix milliseconds.</param>
/// <param name="Sets">How many sets wait.</param>
public readonly record struct MissingTemplateSnapshot(ushort Id, long SinceMs, int Sets);
