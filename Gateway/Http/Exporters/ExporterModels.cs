using System.Text.Json.Serialization;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>One exporter and observation domain, over all gateways and restarts.</summary>
public record ExporterModel
{
    internal ExporterModel(ExporterView view)
    {
        var (key, counters) = (view.Exporter.ToKey(), view.Counters);
        Address = key.Address.ToString();
        Version = key.Version;
        DomainId = key.DomainId;
        Datagrams = counters.Datagrams;
        Records = counters.Records;
        Flows = counters.Flows;
        OptionsRecords = counters.OptionsRecords;
        Templates = view.Templates.Count;
        TemplatesMissing = view.MissingTemplates.Count;
        LostUnits = counters.LostUnits;
        LostShare = ExporterHealth.LostShare(view);
        OutOfOrder = counters.OutOfOrder;
        ParkedSets = counters.ParkedSets;
        ReplayedSets = counters.ReplayedSets;
        DecodeErrors = counters.DecodeErrors;
        SamplingRate = view.SamplingRate;
        ClockOffsetMs = view.ClockOffsetMs;
        LastSeen = Moments.Of(view.LastSeenMs);
    }

    /// <summary>Source address of its datagrams.</summary>
    public string Address { get; }

    /// <summary>5, 9 or 10 (IPFIX).</summary>
    public int Version { get; }

    /// <summary>v9 source id, IPFIX observation domain id, or for v5 engine type * 256 + engine id.</summary>
    public uint DomainId { get; }

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; }

    /// <summary>Data records on the wire; a biflow or NSEL record counts once.</summary>
    public long Records { get; }

    /// <summary>Flows they became.</summary>
    public long Flows { get; }

    /// <summary>Options data records.</summary>
    public long OptionsRecords { get; }

    /// <summary>Templates held now.</summary>
    public int Templates { get; }

    /// <summary>Templates that data waits for now.</summary>
    public int TemplatesMissing { get; }

    /// <summary>Units missing by sequence numbers: flows for v5, datagrams for v9, records for IPFIX.</summary>
    public long LostUnits { get; }

    /// <summary>Lost units as a share of all that it sent, 0 to 1; null before it has sent any.</summary>
    public double? LostShare { get; }

    /// <summary>Late or repeated datagrams.</summary>
    public long OutOfOrder { get; }

    /// <summary>Data sets held back because their template had not come.</summary>
    public long ParkedSets { get; }

    /// <summary>Held-back sets decoded after their template came.</summary>
    public long ReplayedSets { get; }

    /// <summary>What could not be read, by reason.</summary>
    public IReadOnlyDictionary<string, long> DecodeErrors { get; }

    /// <summary>Sampling factor in force; 1 = unsampled.</summary>
    public double SamplingRate { get; }

    /// <summary>Arrival minus export time, median, milliseconds.</summary>
    public long ClockOffsetMs { get; }

    /// <summary>Last datagram, UTC.</summary>
    public DateTimeOffset LastSeen { get; }
}

/// <summary>An exporter with its templates and everything counted.</summary>
public sealed record ExporterDetailModel : ExporterModel
{
    internal ExporterDetailModel(ExporterView view)
        : base(view)
    {
        FirstSeen = Moments.Of(view.FirstSeenMs);
        SamplingOrigin = view.SamplingOrigin;
        Bytes = view.Counters.Bytes;
        TemplateRecords = view.Counters.TemplateRecords;
        TemplatesChanged = view.Counters.TemplatesChanged;
        TemplatesExpired = view.Counters.TemplatesExpired;
        Resyncs = view.Counters.Resyncs;
        DroppedSets = view.Counters.DroppedSets;
        TemplateList = [.. view.Templates.Select(t => new TemplateModel(t))];
        MissingTemplates = [.. view.MissingTemplates.Select(m => new MissingTemplateModel(m.Id, Moments.Of(m.SinceMs), m.Sets))];
    }

    /// <summary>First report of a gateway, UTC.</summary>
    public DateTimeOffset FirstSeen { get; }

    /// <summary>Where the sampling factor came from.</summary>
    public string SamplingOrigin { get; }

    /// <summary>Bytes of its datagrams.</summary>
    public long Bytes { get; }

    /// <summary>Template records read.</summary>
    public long TemplateRecords { get; }

    /// <summary>Templates that replaced a different one.</summary>
    public long TemplatesChanged { get; }

    /// <summary>Templates dropped by age or bound.</summary>
    public long TemplatesExpired { get; }

    /// <summary>Restarts of the sequence.</summary>
    public long Resyncs { get; }

    /// <summary>Held-back sets given up by age or bound.</summary>
    public long DroppedSets { get; }

    /// <summary>Templates held now, with their fields.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<TemplateModel> TemplateList { get; }

    /// <summary>Templates that data waits for. Remedy: let the exporter send its templates more often.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<MissingTemplateModel> MissingTemplates { get; }
}

/// <summary>A template as announced.</summary>
public sealed record TemplateModel
{
    internal TemplateModel(TemplateView view)
    {
        Id = view.Id;
        Options = view.Options;
        ScopeFields = view.ScopeFields;
        Fields =
        [
            .. view.Fields.Select(f => new TemplateFieldModel(
                f.Enterprise, f.Element, Texts.OrNull(f.Name), f.Length, Texts.OrNull(f.Column))),
        ];
        FirstSeen = Moments.Of(view.FirstSeenMs);
        LastSeen = Moments.Of(view.LastSeenMs);
        Records = view.Records;
    }

    /// <summary>Template id.</summary>
    public int Id { get; }

    /// <summary>True for options templates.</summary>
    public bool Options { get; }

    /// <summary>How many of the fields are scopes.</summary>
    public int ScopeFields { get; }

    /// <summary>Fields in order.</summary>
    public IReadOnlyList<TemplateFieldModel> Fields { get; }

    /// <summary>First announced, UTC.</summary>
    public DateTimeOffset FirstSeen { get; }

    /// <summary>Last announced, UTC.</summary>
    public DateTimeOffset LastSeen { get; }

    /// <summary>Records decoded with it.</summary>
    public long Records { get; }
}

/// <summary>One field of a template.</summary>
/// <param name="Enterprise">Private enterprise number; 0 = IANA.</param>
/// <param name="Element">Element number.</param>
/// <param name="Name">Name; null when unknown.</param>
/// <param name="Length">Bytes; 65535 = variable.</param>
/// <param name="Column">Column of the flow that it fills; null when it is skipped.</param>
public sealed record TemplateFieldModel(uint Enterprise, int Element, string? Name, int Length, string? Column);

/// <summary>A template that data waits for.</summary>
/// <param name="Id">Template id.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Sets">How many data sets wait.</param>
public sealed record MissingTemplateModel(int Id, DateTimeOffset Since, int Sets);
