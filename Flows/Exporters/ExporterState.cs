using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>Everything the decoder remembers of one exporter: address, observation domain and version.</summary>
internal sealed class ExporterState
{
    private const int RestartMs = 60_000;
    private const long RelearnMs = 3_600_000;
    private const long MinuteMs = 60_000;

    private readonly FlowDecoderOptions _options;
    private readonly DecoderCounters _totals;
    private readonly Dictionary<uint, string> _interfaceNames = [];
    private long _learnedBootMs;
    private uint _lastUptime;
    private bool _hasUptime;
    private long _changesSinceMs;
    private int _changes;
    private ExporterSnapshot? _snapshot;
    private Dictionary<uint, string>? _namesView;

    public ExporterState(ExporterKey key, int number, ExporterAddress address, ExporterPolicy policy, DecoderCounters totals)
    {
        (Key, Number, Address, _options, _totals) = (key, number, address, policy.Options, totals);
        Mappings = policy.MappingsOf(key);
        Sampling = new ExporterSampling(address, policy.Options);
        Clock = new ClockTracker((long)policy.Options.MaxClockOffset.TotalMilliseconds);
        Node = new LinkedListNode<ExporterState>(this);
    }

    public ExporterKey Key { get; }

    /// <summary>Number in the registry.</summary>
    public int Number { get; }

    public ExporterAddress Address { get; }

    public CompiledMapping[] Mappings { get; }

    public ExporterCounts Counts { get; } = new();

    public TemplateTable Templates { get; } = new();

    public ExporterSampling Sampling { get; }

    public SequenceTracker Sequence { get; } = new();

    public ClockTracker Clock { get; }

    public ParkedSets Parked { get; } = new();

    /// <summary>Boot time by IE 160 in options, Unix milliseconds by the exporter's clock; 0 = not told.</summary>
    public long BootMs { get; set; }

    public long LastSeenMs { get; private set; }

    /// <summary>When the exporter was started, by its uptime clock and the arrival of its datagrams, less what clocks may be apart; 0 when it does not say.</summary>
    public long StartedMs => _hasUptime ? Math.Max(0, LastSeenMs - _lastUptime - RestartMs) : 0;

    /// <summary>Since when nothing came; for a restored exporter since the first sweep.</summary>
    public long IdleSinceMs { get; set; }

    /// <summary>True when what <see cref="StateCodec"/> writes has changed since it was last written.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Place in the table's order of use.</summary>
    public LinkedListNode<ExporterState> Node { get; }

    /// <summary>Place in the table's list for sweeping.</summary>
    public int SweepIndex { get; set; }

    public IReadOnlyDictionary<uint, string> InterfaceNames => _interfaceNames;

    /// <summary>Counts a fault for the exporter and the decoder.</summary>
    public void Fault(DecodeError error)
    {
        Counts.Add(error);
        _totals.Add(error);
    }

    /// <summary>Notes a datagram.</summary>
    public void Saw(int bytes, long receivedMs)
    {
        Counts.Datagrams++;
        Counts.Bytes += bytes;
        LastSeenMs = receivedMs;
        IdleSinceMs = receivedMs;
        _snapshot = null;
    }

    /// <summary>Notes the uptime clock of v5 and v9; when it has fallen the exporter was restarted and its sequence begins anew.</summary>
    public void SawUptime(uint uptime)
    {
        // The signed difference takes the wrap after 49.7 days for the small step that it is.
        var step = unchecked((int)(uptime - _lastUptime));
        if (_hasUptime && step < -RestartMs)
        {
            Sequence.Restart();
        }

        if (!_hasUptime || step > 0 || step < -RestartMs)
        {
            (_lastUptime, _hasUptime) = (uptime, true);
        }
    }

    /// <summary>The uptime at export of an IPFIX message, whose header does not say it.</summary>
    /// <param name="exportMs">Export time.</param>
    /// <param name="latest">Latest uptime that its records mention.</param>
    public uint UptimeAt(long exportMs, uint latest)
    {
        if (BootMs != 0)
        {
            return unchecked((uint)(exportMs - BootMs));
        }

        // Flows end before they are exported, so the earliest boot time that fits all messages is the best guess; one that jumps
        // ahead is a restart.
        var boot = exportMs - latest;
        if (_learnedBootMs == 0 || boot < _learnedBootMs || boot - _learnedBootMs > RelearnMs)
        {
            _learnedBootMs = boot;
        }

        return unchecked((uint)(exportMs - _learnedBootMs));
    }

    /// <summary>True when one more change of a template is within the allowed rate.</summary>
    public bool MayChangeTemplate(long nowMs)
    {
        if (nowMs - _changesSinceMs is >= MinuteMs or < 0)
        {
            (_changesSinceMs, _changes) = (nowMs, 0);
        }

        return ++_changes <= _options.TemplateChangesPerMinute;
    }

    /// <summary>Takes over an interface's name.</summary>
    /// <returns>Null when the table is full; else whether anything changed.</returns>
    public bool? SetInterfaceName(uint port, ReadOnlySpan<char> name)
    {
        var known = _interfaceNames.TryGetValue(port, out var before);
        if (known && name.SequenceEqual(before))
        {
            return false;
        }

        if (!known && _interfaceNames.Count >= _options.MaxOptionsEntries)
        {
            return null;
        }

        _interfaceNames[port] = name.ToString();
        _namesView = null;
        return true;
    }

    /// <summary>The picture of <see cref="FlowDecoder.Snapshot"/>; the same object while nothing happens.</summary>
    public ExporterSnapshot Snapshot() => _snapshot ??= new ExporterSnapshot
    {
        Key = Key,
        Datagrams = Counts.Datagrams,
        Bytes = Counts.Bytes,
        Records = Counts.Records,
        Flows = Counts.Flows,
        OptionsRecords = Counts.OptionsRecords,
        TemplateRecords = Counts.TemplateRecords,
        TemplatesChanged = Counts.TemplatesChanged,
        TemplatesExpired = Counts.TemplatesExpired,
        LostUnits = Sequence.Lost,
        OutOfOrder = Sequence.OutOfOrder,
        Resyncs = Sequence.Resyncs,
        Stretches = Sequence.Stretches(),
        ParkedSets = Counts.ParkedSets,
        ReplayedSets = Counts.ReplayedSets,
        DroppedSets = Counts.DroppedSets,
        Errors = Counts.Errors(),
        Templates = [.. Templates.All.OrderBy(t => t.Id).Select(t => t.Snapshot(Key.Version))],
        SamplingRate = Sampling.InForce.Rate,
        SamplingOrigin = Sampling.InForce.Origin,
        ClockOffsetMs = Clock.OffsetMs,
        ClockAnchored = Clock.IsAnchored,
        LastSeenMs = LastSeenMs,
        MissingTemplates = Parked.Missing(),
        InterfaceNames = _namesView ??= new Dictionary<uint, string>(_interfaceNames),
    };

    /// <summary>What <see cref="StateCodec"/> writes has been written.</summary>
    public void Saved()
    {
        IsDirty = false;
        foreach (var template in Templates.All)
        {
            template.SavedAnnouncedMs = template.AnnouncedMs;
        }
    }

    /// <summary>Something other than a datagram changed the picture.</summary>
    public void Changed() => _snapshot = null;
}
