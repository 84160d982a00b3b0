using Clarion.Integration.Harness;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Integration.Cluster;

/// <summary>An exporter that sends to another gateway than before.</summary>
public sealed class ExporterMoveTests(PostgresServers servers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Its_template_is_asked_for_and_what_waited_for_it_is_counted()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        var silo = await cluster.StartAsync("silo,web");
        var first = await cluster.StartAsync("gateway");
        var second = await cluster.StartAsync("gateway");
        using var exporter = new V9Exporter(first.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(silo, 1000, Deadline);
        exporter.MoveTo(second.NetFlowPort);
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(silo, 2000, Deadline);
        Assert.Contains("clarion_collector_imported_templates_total", await second.TextAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_neither_gateway_received_is_lost_and_nothing_else()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        var silo = await cluster.StartAsync("silo,web");
        var first = await cluster.StartAsync("gateway");
        var second = await cluster.StartAsync("gateway");
        using var exporter = new V9Exporter(first.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await LostAsync(silo, datagrams: 51, lost: 0);
        exporter.Withhold(3);
        exporter.MoveTo(second.NetFlowPort);
        exporter.SendFlows(first: 1, count: 1000);
        await LostAsync(silo, datagrams: 101, lost: 3);
        exporter.Withhold(2);
        exporter.MoveTo(first.NetFlowPort);
        exporter.SendFlows(first: 1, count: 1000);
        await LostAsync(silo, datagrams: 151, lost: 5);

        // Its gateway goes, and it takes a moment to find the other one.
        Assert.Equal(0, await first.StopAsync());
        exporter.Withhold(4);
        exporter.MoveTo(second.NetFlowPort);
        exporter.SendFlows(first: 1, count: 1000);
        await LostAsync(silo, datagrams: 201, lost: 9);
        await Totals.AppliedAsync(silo, 4000, Deadline);

        // A gateway that stops writes the minute that is open.
        Assert.Equal(0, await second.StopAsync());
        await HistoryAsync(silo, datagrams: 201, lost: 9);
    }

    private static async Task HistoryAsync(ClarionProcess silo, long datagrams, long lost)
    {
        (long Datagrams, long Lost) told = default;
        await Eventually.TrueAsync(
            async () =>
            {
                var exporter = (await silo.GetAsync("/api/v1/exporters")).GetProperty("items")[0];
                var history = await silo.GetAsync($"/api/v1/exporters/{exporter.GetProperty("address")}/{exporter.GetProperty("domainId")}/history");
                var points = history.GetProperty("points").EnumerateArray().ToList();
                told = (points.Sum(point => point.GetProperty("datagrams").GetInt64()), points.Sum(point => point.GetProperty("lostUnits").GetInt64()));
                return told == (datagrams, lost);
            },
            Deadline,
            () => $"The history has {told.Datagrams} datagrams and {told.Lost} lost units.\n{silo.Output}");
    }

    private static async Task LostAsync(ClarionProcess silo, long datagrams, long lost)
    {
        (long Datagrams, long Lost) told = default;
        await Eventually.TrueAsync(
            async () =>
            {
                var items = (await silo.GetAsync("/api/v1/exporters")).GetProperty("items");
                told = items.GetArrayLength() == 0 ? default : (items[0].GetProperty("datagrams").GetInt64(), items[0].GetProperty("lostUnits").GetInt64());
                return told.Datagrams >= datagrams;
            },
            Deadline,
            () => $"The exporter has sent {datagrams} datagrams, of which {told.Datagrams} are told.\n{silo.Output}");
        Assert.Equal((datagrams, lost), told);
    }
}
