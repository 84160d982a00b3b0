using System.Diagnostics.Metrics;
using Clarion.Gateway.Collector;

namespace Clarion.Gateway.Reporting;

/// <summary>The collector's counters (meter <c>Clarion.Gateway</c>), read when they are scraped.</summary>
public sealed class GatewayMetrics(IMeterFactory meters, CollectorStatus status, KnowledgeBorrower borrower, TimeProvider time)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Clarion.Gateway";

    /// <summary>Creates the instruments.</summary>
    public void Start()
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter("clarion.collector.datagrams", () => Now()?.Datagrams ?? 0, "{datagram}", "Datagrams received.");
        meter.CreateObservableCounter("clarion.collector.flows", () => Now()?.Flows ?? 0, "{flow}", "Flows decoded.");
        meter.CreateObservableCounter("clarion.collector.stored_flows", () => Now()?.StoredFlows ?? 0, "{flow}", "Flows in the flow log.");
        meter.CreateObservableCounter(
            "clarion.collector.published_flows", () => Now()?.PublishedFlows ?? 0, "{flow}", "Flows handed to partitions.");
        meter.CreateObservableCounter(
            "clarion.collector.drops",
            () => (Now()?.Drops ?? []).Select(d => new Measurement<long>(d.Value, new KeyValuePair<string, object?>("reason", d.Key))),
            "{item}",
            "Datagrams, sets, records or flows lost on purpose, by stage and reason.");
        meter.CreateObservableCounter(
            "clarion.collector.knowledge_asked", () => borrower.Asked, "{question}", "Questions to other gateways about exporters that are new here or whose template is missing.");
        meter.CreateObservableCounter("clarion.collector.knowledge_unknown", () => borrower.InVain, "{question}", "Those that no other gateway could answer.");
        meter.CreateObservableCounter(
            "clarion.collector.imported_templates", () => status.Workers.Sum(w => w.Counters.ImportedTemplates), "{template}", "Templates taken over from other gateways.");
        meter.CreateObservableGauge(
            "clarion.collector.queue",
            () => (Now()?.Queues ?? []).Select(q => new Measurement<long>(q.Depth, new KeyValuePair<string, object?>("stage", q.Stage))),
            "{item}",
            "Items in the bounded queue before each stage.");

        Grains.Interfaces.Overview.GatewayReport? Now() => status.Report(time.GetUtcNow(), 0);
    }
}
