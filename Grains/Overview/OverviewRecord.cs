using Clarion.Grains.Interfaces.Overview;

namespace Clarion.Grains.Overview;

/// <summary>The overview at rest. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("clarion.OverviewRecord")]
internal sealed record OverviewRecord
{
    private static readonly TimeSpan Live = TimeSpan.FromSeconds(15);

    /// <summary>Sums over runs that have ended.</summary>
    [Id(0)] public GatewayTotals Ended { get; init; } = new();

    /// <summary>Newest report of the current run of each gateway.</summary>
    [Id(1)] public GatewayReport[] Runs { get; init; } = [];

    public OverviewRecord With(GatewayReport report)
    {
        var at = Array.FindIndex(Runs, r => r.Gateway == report.Gateway);
        if (at < 0)
        {
            return this with { Runs = [.. Runs, report] };
        }

        var old = Runs[at];
        if (old.Epoch > report.Epoch)
        {
            return this;
        }

        GatewayReport[] runs = [.. Runs[..at], report, .. Runs[(at + 1)..]];
        return old.Epoch == report.Epoch ? this with { Runs = runs } : this with { Runs = runs, Ended = Ended.Plus(old) };
    }

    public OverviewView ToView(DateTimeOffset now)
    {
        var sum = Runs.Aggregate(Ended, (total, run) => total.Plus(run));
        var liveSince = (now - Live).ToUnixTimeMilliseconds();
        return new OverviewView(
            sum.Datagrams,
            sum.Flows,
            sum.StoredFlows,
            sum.PublishedFlows,
            sum.Drops,
            Runs.Where(r => r.AtMs >= liveSince).Sum(r => r.FlowsPerSecond),
            Runs)
        {
            DecodedDatagrams = sum.DecodedDatagrams,
        };
    }
}

/// <summary>Sums of gateway counters.</summary>
[GenerateSerializer, Immutable, Alias("clarion.GatewayTotals")]
internal sealed record GatewayTotals
{
    [Id(0)] public long Datagrams { get; init; }

    [Id(1)] public long Flows { get; init; }

    [Id(2)] public long StoredFlows { get; init; }

    [Id(3)] public long PublishedFlows { get; init; }

    [Id(4)] public Dictionary<string, long> Drops { get; init; } = [];

    [Id(5)] public long DecodedDatagrams { get; init; }

    public GatewayTotals Plus(GatewayReport report)
    {
        var drops = new Dictionary<string, long>(Drops, StringComparer.Ordinal);
        foreach (var (reason, count) in report.Drops)
        {
            drops[reason] = drops.GetValueOrDefault(reason) + count;
        }

        return new GatewayTotals
        {
            Datagrams = Datagrams + report.Datagrams,
            Flows = Flows + report.Flows,
            StoredFlows = StoredFlows + report.StoredFlows,
            PublishedFlows = PublishedFlows + report.PublishedFlows,
            Drops = drops,
            DecodedDatagrams = DecodedDatagrams + report.DecodedDatagrams,
        };
    }
}
