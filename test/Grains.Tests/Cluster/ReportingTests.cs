using Clarion.Flows;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Overview;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Exporters;

namespace Clarion.Grains.Tests.Cluster;

public sealed class ReportingTests
{
    private static readonly ExporterRef Exporter = new(IpAddr.Parse("10.255.0.1").Value, 7, 9);

    [Fact]
    public async Task An_exporter_sums_over_runs_and_gateways_and_a_repeated_or_late_report_does_no_harm()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<IExporterGrain>("10.255.0.1/v9/7");
        Assert.Null(await grain.Get());
        await grain.Report(Report("a", epoch: 1, flows: 10, seenMs: 1000));
        await grain.Report(Report("a", epoch: 1, flows: 25, seenMs: 2000));
        await grain.Report(Report("a", epoch: 1, flows: 25, seenMs: 2000));
        await grain.Report(Report("b", epoch: 1, flows: 100, seenMs: 1500));
        await cluster.Cluster.DeactivateAsync(grain);
        await grain.Report(Report("a", epoch: 2, flows: 3, seenMs: 3000));
        await grain.Report(Report("a", epoch: 1, flows: 26, seenMs: 2100));
        var view = await grain.Get();
        Assert.Equal((128L, 1000L, 3000L, "override"), (view!.Counters.Flows, view.FirstSeenMs, view.LastSeenMs, view.SamplingOrigin));
        Assert.Equal(128L, view.Counters.DecodeErrors["record_length"]);
        Assert.Equal(Exporter, view.Exporter);
    }

    [Fact]
    public async Task What_comparing_gateways_put_right_goes_into_the_history_once_also_when_the_store_is_away()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<IExporterGrain>("10.255.0.1/v9/7");
        var exporter = new NumberedExporter();
        exporter.Send(10, "a");
        exporter.Send(7);
        exporter.Send(10, "b");
        await grain.Report(exporter.ReportOf("a"));
        await grain.Report(exporter.ReportOf("b"));
        cluster.Exporters.IsAway = true;
        await cluster.Cluster.DeactivateAsync(grain);
        Assert.Empty(cluster.Exporters.Rows);
        cluster.Exporters.IsAway = false;
        for (var activation = 0; activation < 2; activation++)
        {
            Assert.Equal(7, (await grain.Get())!.Counters.LostUnits);
            await cluster.Cluster.DeactivateAsync(grain);
            Assert.Equal([(0L, 7L)], cluster.Exporters.Rows.Select(row => (row.Datagrams, row.LostUnits)));
        }
    }

    [Fact]
    public async Task What_gateways_have_learnt_of_an_exporter_is_kept_of_each_the_last_and_the_newest_comes_first()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<IExporterGrain>("10.255.0.1/v9/7");
        Assert.Empty(await grain.GetKnowledge());
        await grain.Share(new ExporterKnowledge("a", 1000, [1]));
        await grain.Share(new ExporterKnowledge("b", 2000, [2]));
        await grain.Share(new ExporterKnowledge("a", 3000, [3]));
        await cluster.Cluster.DeactivateAsync(grain);
        Assert.Equal([("a", 3), ("b", 2)], (await grain.GetKnowledge()).Select(k => (k.Gateway, (int)k.State[0])));
        for (var i = 0; i < 40; i++)
        {
            await grain.Share(new ExporterKnowledge($"g{i}", 4000 + i, [4]));
        }

        Assert.Equal(("g39", 16), ((await grain.GetKnowledge())[0].Gateway, (await grain.GetKnowledge()).Count));
        Assert.Null(await grain.Get());
    }

    [Fact]
    public async Task The_directory_lists_every_exporter_once_in_order()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var directory = cluster.Client.GetGrain<IExporterDirectoryGrain>(0);
        var other = Exporter with { DomainId = 3 };
        await directory.Register([Exporter, other]);
        await directory.Register([Exporter]);
        await cluster.Cluster.DeactivateAsync(directory);
        Assert.Equal([other, Exporter], await directory.List());
    }

    [Fact]
    public async Task The_overview_sums_over_gateways_runs_and_restarts_and_only_live_gateways_have_a_rate()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var overview = cluster.Client.GetGrain<IOverviewGrain>(0);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await overview.Report(Counted("a", epoch: 1, now, flows: 10));
        await overview.Report(Counted("a", epoch: 2, now, flows: 5));
        await overview.Report(Counted("b", epoch: 1, now - 60_000, flows: 100));
        await cluster.Cluster.DeactivateAsync(overview);
        await overview.Report(Counted("a", epoch: 2, now, flows: 7));
        await overview.Report(Counted("a", epoch: 1, now, flows: 1_000_000));
        var view = await overview.Get();
        Assert.Equal((117L, 117L, 117L, 117L), (view.Datagrams, view.Flows, view.StoredFlows, view.PublishedFlows));
        Assert.Equal(117L, view.Drops["receive.decode_queue_full"]);
        Assert.Equal(7.0, view.FlowsPerSecond);
        Assert.Equal(["a", "b"], view.Gateways.Select(g => g.Gateway));
    }

    private static ExporterReport Report(string gateway, long epoch, long flows, long seenMs) => new(
        gateway, epoch, Exporter,
        new ExporterCounters { Flows = flows, DecodeErrors = new(StringComparer.Ordinal) { ["record_length"] = flows } }, [], 1,
        seenMs == 3000 ? "override" : "none", 0, seenMs, []);

    private static GatewayReport Counted(string gateway, long epoch, long atMs, long flows) => new(
        gateway, epoch, atMs, flows, flows, flows, flows, new(StringComparer.Ordinal) { ["receive.decode_queue_full"] = flows }, flows, [], []);
}
