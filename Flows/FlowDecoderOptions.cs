using System.Globalization;

namespace Clarion.Flows;

/// <summary>
/// Policy and bounds of a <see cref="FlowDecoder"/>. The defaults suit a campus; every table of the decoder is bounded by one of these.
/// </summary>
public sealed record FlowDecoderOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Decoder";

    /// <summary>
    /// Prefixes (or single addresses) that may send flows; empty = every sender. UDP senders can be forged: list them where you can.
    /// </summary>
    public IReadOnlyList<string> AllowedExporters { get; init; } = [];

    /// <summary>Prefixes of relays whose elements 130/131 (original exporter) are believed and become the flow's exporter.</summary>
    public IReadOnlyList<string> TrustedRelays { get; init; } = [];

    /// <summary>
    /// Sampling rates that override whatever exporters say. Rules for an interface come before rules for a whole exporter; among equals
    /// the first wins.
    /// </summary>
    public IReadOnlyList<SamplingOverride> SamplingOverrides { get; init; } = [];

    /// <summary>Sampling rate of exporters that say nothing; 1 = unsampled.</summary>
    public double DefaultSamplingRate { get; init; } = 1;

    /// <summary>Extra elements that fill a column; they win over the built-in table.</summary>
    public IReadOnlyList<FieldMapping> FieldMappings { get; init; } = [];

    /// <summary>Exporters (address, domain, version) held at once; the longest idle one is let go for a new one.</summary>
    public int MaxExporters { get; init; } = 20_000;

    /// <summary>New exporter addresses admitted per second, in bursts of as many.</summary>
    public int NewExportersPerSecond { get; init; } = 100;

    /// <summary>Distinct exporters over the life of the process, those let go included.</summary>
    public int MaxKnownExporters { get; init; } = 200_000;

    /// <summary>Observation domains of one address.</summary>
    public int MaxDomainsPerExporter { get; init; } = 256;

    /// <summary>Time without datagrams after which an exporter is let go.</summary>
    public TimeSpan ExporterIdleTime { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Templates of one exporter and domain; the least recently used makes room for a new one.</summary>
    public int MaxTemplatesPerDomain { get; init; } = 4096;

    /// <summary>Templates of all exporters.</summary>
    public int MaxTemplates { get; init; } = 200_000;

    /// <summary>Memory of all templates, bytes (estimated).</summary>
    public long MaxTemplateBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Fields of one template.</summary>
    public int MaxTemplateFields { get; init; } = 512;

    /// <summary>Time without use or announcement after which a template is dropped.</summary>
    public TimeSpan TemplateIdleTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Changes of templates per exporter, domain and minute; further ones are ignored and the template in force stays.</summary>
    public int TemplateChangesPerMinute { get; init; } = 1000;

    /// <summary>True = obey template withdrawals. RFC 7011 forbids them over UDP, and a forged one would blind the decoder.</summary>
    public bool HonourWithdrawals { get; init; }

    /// <summary>Template ids per exporter and domain for which data may wait.</summary>
    public int MaxParkedTemplates { get; init; } = 256;

    /// <summary>Sets that may wait for one template; the oldest makes room.</summary>
    public int MaxParkedSets { get; init; } = 1024;

    /// <summary>Bytes of waiting sets of all exporters; the oldest makes room.</summary>
    public long MaxParkedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long data waits for its template.</summary>
    public TimeSpan ParkedTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Samplers, interface names or application names of one exporter, each.</summary>
    public int MaxOptionsEntries { get; init; } = 16_384;

    /// <summary>Flows whose running totals (elements 85/86) are remembered to take differences.</summary>
    public int MaxTrackedTotals { get; init; } = 65_536;

    /// <summary>Difference between an exporter's clock and ours beyond which flow times are anchored to arrival.</summary>
    public TimeSpan MaxClockOffset { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before its export a flow may have ended; older ends are clamped.</summary>
    public TimeSpan MaxFlowAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Longest believable duration of a flow; longer ones are clamped.</summary>
    public TimeSpan MaxFlowDuration { get; init; } = TimeSpan.FromDays(60);

    /// <summary>What is wrong with these options, in plain sentences that name the key; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Prefixes(nameof(AllowedExporters), AllowedExporters);
        Prefixes(nameof(TrustedRelays), TrustedRelays);
        Rate(nameof(DefaultSamplingRate), DefaultSamplingRate);
        foreach (var item in SamplingOverrides)
        {
            Prefixes(nameof(SamplingOverrides), [item.Exporter]);
            Rate(nameof(SamplingOverrides), item.Rate);
        }

        foreach (var mapping in FieldMappings)
        {
            if (mapping.FaultOf() is { } fault)
            {
                faults.Add($"{Section}:{nameof(FieldMappings)}: {fault}");
            }
        }

        Range(nameof(MaxExporters), MaxExporters, 1, 1_000_000);
        Range(nameof(NewExportersPerSecond), NewExportersPerSecond, 1, 1_000_000);
        Range(nameof(MaxKnownExporters), MaxKnownExporters, MaxExporters, 10_000_000);
        Range(nameof(MaxDomainsPerExporter), MaxDomainsPerExporter, 1, 65_536);
        Range(nameof(MaxTemplatesPerDomain), MaxTemplatesPerDomain, 1, 65_280);
        Range(nameof(MaxTemplates), MaxTemplates, 1, 10_000_000);
        Range(nameof(MaxTemplateBytes), MaxTemplateBytes, 65_536, 1L << 40);
        Range(nameof(MaxTemplateFields), MaxTemplateFields, 1, 10_000);
        Range(nameof(TemplateChangesPerMinute), TemplateChangesPerMinute, 1, 1_000_000);
        Range(nameof(MaxParkedTemplates), MaxParkedTemplates, 0, 65_280);
        Range(nameof(MaxParkedSets), MaxParkedSets, 0, 1_000_000);
        Range(nameof(MaxParkedBytes), MaxParkedBytes, 0, 1L << 40);
        Range(nameof(MaxOptionsEntries), MaxOptionsEntries, 1, 1_000_000);
        Range(nameof(MaxTrackedTotals), MaxTrackedTotals, 1, 10_000_000);
        Period(nameof(ExporterIdleTime), ExporterIdleTime, TimeSpan.FromDays(365));
        Period(nameof(TemplateIdleTime), TemplateIdleTime, TimeSpan.FromDays(365));
        Period(nameof(ParkedTime), ParkedTime, TimeSpan.FromDays(1));
        Period(nameof(MaxClockOffset), MaxClockOffset, TimeSpan.FromDays(1));
        Period(nameof(MaxFlowAge), MaxFlowAge, TimeSpan.FromDays(365));
        Period(nameof(MaxFlowDuration), MaxFlowDuration, TimeSpan.FromDays(3650));
        return faults;

        void Prefixes(string key, IReadOnlyList<string> texts)
        {
            foreach (var text in texts.Where(t => !IpPrefix.TryParse(t, out _)))
            {
                faults.Add($"{Section}:{key} contains '{text}'; allowed: an address, a prefix such as 10.0.0.0/8, or * for every address.");
            }
        }

        void Rate(string key, double rate)
        {
            if (!(rate is >= 1 and <= 1e9))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key} has the rate {rate}; allowed: 1 to 1000000000."));
            }
        }

        void Range(string key, long value, long low, long high)
        {
            if (value < low || value > high)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key} is {value}; allowed: {low} to {high}."));
            }
        }

        void Period(string key, TimeSpan value, TimeSpan high)
        {
            if (value < TimeSpan.FromSeconds(1) || value > high)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key} is {value}; allowed: 00:00:01 to {high}."));
            }
        }
    }
}

/// <summary>A sampling rate set by the operator.</summary>
public sealed record SamplingOverride
{
    /// <summary>Address or prefix of the exporter; <c>*</c> = every one.</summary>
    public string Exporter { get; init; } = "*";

    /// <summary>Interface through which the flow entered (for egress records: left); null = every one.</summary>
    public uint? Interface { get; init; }

    /// <summary>Factor that scales bytes and packets; 1 = unsampled.</summary>
    public double Rate { get; init; } = 1;
}

/// <summary>An element that fills a column by the operator's will, such as 411 to <see cref="FlowColumn.SourceSgt"/>.</summary>
public sealed record FieldMapping
{
    /// <summary>Address or prefix of the exporter; <c>*</c> = every one.</summary>
    public string Exporter { get; init; } = "*";

    /// <summary>9 or 10 (IPFIX); 0 = both.</summary>
    public int Version { get; init; }

    /// <summary>Private enterprise number; 0 = IANA or v9.</summary>
    public uint Enterprise { get; init; }

    /// <summary>Element number without the enterprise bit.</summary>
    public int Element { get; init; }

    /// <summary>Lengths (bytes) the field may have; empty = every length that fits the column. 65535 = variable.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [];

    /// <summary>Name of the <see cref="FlowColumn"/> to fill.</summary>
    public string Column { get; init; } = "";

    internal string? FaultOf()
    {
        if (!IpPrefix.TryParse(Exporter, out _))
        {
            return $"exporter '{Exporter}' is neither an address, a prefix nor *.";
        }

        if (Version is not (0 or 9 or 10))
        {
            return string.Create(CultureInfo.InvariantCulture, $"version {Version} is not 0 (both), 9 or 10.");
        }

        if (Element is < 1 or > 65_535 || (Enterprise != 0 && Element > 32_767))
        {
            return string.Create(CultureInfo.InvariantCulture, $"element {Element} is out of range.");
        }

        return MappableColumn() is null ? $"'{Column}' is not a column that can be filled from a field." : null;
    }

    internal FlowColumn? MappableColumn() =>
        Enum.TryParse<FlowColumn>(Column, ignoreCase: true, out var column)
        && column.ToString().Equals(Column, StringComparison.OrdinalIgnoreCase)
        && column is not (FlowColumn.StartMs or FlowColumn.EndMs or FlowColumn.ReceivedMs or FlowColumn.TimeOrigin or FlowColumn.Exporter
            or FlowColumn.SamplingRate or FlowColumn.SamplingOrigin or FlowColumn.Marks or FlowColumn.SourceMacElement
            or FlowColumn.DestinationMacElement)
            ? column
            : null;
}
