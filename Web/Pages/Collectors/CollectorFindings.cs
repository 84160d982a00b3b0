using Clarion.Gateway.Http.Overview;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Collectors;

/// <summary>What is wrong with collectors at this moment, in sentences; past drops are in the table and not here.</summary>
internal static class CollectorFindings
{
    /// <summary>A gateway that has not reported for so long is late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    private const double Filling = 0.5;

    public static List<string> Of(OverviewModel overview, DateTimeOffset now)
    {
        List<string> findings = [];
        if (overview.Missing.Contains("received", StringComparer.Ordinal))
        {
            findings.Add("The cluster does not answer in time, so what follows may be missing or old.");
        }

        findings.AddRange((overview.Gateways ?? []).Where(gateway => now - gateway.ReportedAt > Late)
            .Select(gateway => $"Gateway {gateway.Name} has not reported for {Moment.Age(gateway.ReportedAt, now)}. If it was taken out on purpose, nothing is wrong."));
        findings.AddRange((overview.Queues ?? []).Where(queue => queue.Capacity > 0 && (double)queue.Depth / queue.Capacity > Filling)
            .Select(queue => $"The queue {QueueNames.Of(queue.Stage)} of {queue.Gateway} is {Quantity.Share((double)queue.Depth / queue.Capacity)} full."));
        if (overview.Storage?.Fault is { } fault)
        {
            findings.Add(fault);
        }

        return findings;
    }
}
