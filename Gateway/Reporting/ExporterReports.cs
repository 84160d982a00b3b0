using Clarion.Flows;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Reporting;

/// <summary>The decoder's picture of an exporter in the words of the cluster.</summary>
internal static class ExporterReports
{
    /// <summary>Grows whenever there is something new to report.</summary>
    public static long Activity(this ExporterSnapshot exporter) => exporter.Datagrams + exporter.DroppedSets + exporter.TemplatesExpired;

    /// <summary>Datagrams, sets or records that could not be read.</summary>
    public static long ErrorCount(this ExporterSnapshot exporter) => exporter.Errors.Values.Sum();

    public static ExporterReport ToReport(this ExporterSnapshot exporter, string gateway, long epoch) => new(
        gateway,
        epoch,
        ExporterRef.From(exporter.Key),
        new ExporterCounters
        {
            Datagrams = exporter.Datagrams,
            Bytes = exporter.Bytes,
            Records = exporter.Records,
            Flows = exporter.Flows,
            OptionsRecords = exporter.OptionsRecords,
            TemplateRecords = exporter.TemplateRecords,
            TemplatesChanged = exporter.TemplatesChanged,
            TemplatesExpired = exporter.TemplatesExpired,
            LostUnits = exporter.LostUnits,
            OutOfOrder = exporter.OutOfOrder,
            Resyncs = exporter.Resyncs,
            ParkedSets = exporter.ParkedSets,
            ReplayedSets = exporter.ReplayedSets,
            DroppedSets = exporter.DroppedSets,
            DecodeErrors = exporter.Errors.ToDictionary(e => e.Key.ToText(), e => e.Value, StringComparer.Ordinal),
        },
        [.. exporter.Templates.Select(View)],
        exporter.SamplingRate,
        exporter.SamplingOrigin.ToString(),
        exporter.ClockOffsetMs,
        exporter.LastSeenMs,
        [.. exporter.MissingTemplates.Select(m => new MissingTemplate(m.Id, m.SinceMs, m.Sets))])
    {
        Stretches = [.. exporter.Stretches.Select(s => new ExporterStretch(s.SinceMs, s.LastMs, s.First, s.Span, s.Lost, s.Unknown))],
    };

    private static TemplateView View(TemplateSnapshot template) => new(
        template.Id,
        template.Options,
        template.ScopeFields,
        [.. template.Fields.Select(f => new TemplateFieldView(f.Enterprise, f.Element, f.Name, f.Length, f.Column))],
        template.FirstSeenMs,
        template.LastSeenMs,
        template.Records);
}
