using System.Net;
using Clarion.Integration.Harness;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Integration.Cluster;

/// <summary>Silos, gateway and console as processes of their own that meet in the database.</summary>
public sealed class RoleTests(PostgresServers servers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_killed_silo_takes_no_flow_along_and_a_new_one_gets_its_share()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        var first = await cluster.StartAsync("silo");
        var gateway = await cluster.StartAsync("gateway");
        var web = await cluster.StartAsync("web");
        using var exporter = new V9Exporter(gateway.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(web, 1000, Deadline);
        await HoldsAllAsync(web, cluster);

        // Partitions follow their queues to the new silo while flows come in.
        var second = await cluster.StartAsync("silo");
        var sent = 1000;
        await Eventually.TrueAsync(
            async () =>
            {
                exporter.SendFlows(first: 1, count: 100);
                sent += 100;
                var partitions = await RoleCluster.PartitionsAsync(web);
                return partitions.Count == 2 && partitions.All(silo => silo.All(p => p.GetProperty("receiver").GetString() == silo.Key));
            },
            Deadline,
            () => cluster.Output);
        await Totals.AppliedAsync(web, sent, Deadline);

        await first.KillAsync();
        exporter.SendFlows(first: 1, count: 1000);
        sent += 1000;
        await Totals.AppliedAsync(web, sent, Deadline);
        await HoldsAllAsync(web, cluster);
        await Eventually.TrueAsync(async () => await PairFlowsAsync(web) >= sent, Deadline, () => cluster.Output);
        Assert.Equal(sent, await PairFlowsAsync(web));

        // Leaving in good order, in the order of an operator who stops everything.
        await StopsWellAsync(web);
        await StopsWellAsync(gateway);
        await StopsWellAsync(second);
        Assert.DoesNotContain("sesame-4711", cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_gateway_comes_back_and_its_flows_are_counted_once()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        var silo = await cluster.StartAsync("silo,web");
        var other = await cluster.StartAsync("gateway");
        var gateway = await cluster.StartAsync("gateway");
        using var exporter = new V9Exporter(gateway.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await Eventually.TrueAsync(async () => await Totals.StoredAsync(silo) >= 1000, Deadline, () => cluster.Output);
        await cluster.KillAndRestartAsync(gateway);
        await Totals.AppliedAsync(silo, 1000, Deadline);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/readyz"));
    }

    [Fact]
    public async Task A_console_that_is_started_first_waits_for_a_silo_and_says_so()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        var web = cluster.Launch("web");
        await Eventually.TrueAsync(() => Task.FromResult(web.Output.Contains("No silo can be reached", StringComparison.Ordinal)), Deadline, () => web.Output);
        var silo = await cluster.StartAsync("silo");
        await Eventually.TrueAsync(async () => await web.StatusAsync("/readyz") == HttpStatusCode.OK, Deadline, () => cluster.Output);
        Assert.Equal(HttpStatusCode.OK, await silo.StatusAsync("/healthz"));
        Assert.Equal(HttpStatusCode.NotFound, await silo.StatusAsync("/api/v1/overview"));
    }

    [Fact]
    public async Task Two_silos_that_start_at_the_same_instant_on_an_empty_database_make_one_cluster()
    {
        await using var cluster = await RoleCluster.PrepareAsync(servers);
        ClarionProcess[] silos = [cluster.Launch("silo,gateway"), cluster.Launch("silo,gateway")];
        await Task.WhenAll(silos.Select(silo => silo.ReadyAsync()));
        foreach (var silo in silos)
        {
            using var exporter = new V9Exporter(silo.NetFlowPort);
            exporter.SendTemplate();
            exporter.SendFlows(first: 1, count: 1000);
        }

        await Totals.AppliedAsync(silos[0], 2000, Deadline);
        var active = (await silos[1].GetAsync("/api/v1/cluster")).GetProperty("silos").EnumerateArray().Count(s => s.GetProperty("status").GetString() == "active");
        Assert.Equal(silos.Length, active);

        // Also with nothing to read any more, partitions come to where their queues are read.
        await Eventually.TrueAsync(
            async () => await RoleCluster.PartitionsAsync(silos[0]) is { Count: 2 } shared
                && shared.All(silo => silo.All(p => p.GetProperty("receiver").GetString() == silo.Key)),
            Deadline,
            () => cluster.Output);
        await Task.WhenAll(silos.Select(StopsWellAsync));
    }

    private static async Task StopsWellAsync(ClarionProcess process)
    {
        var code = await process.StopAsync();
        Assert.True(code == 0, FormattableString.Invariant($"It ended with {code}.\n{process.Output}"));
    }

    private static Task HoldsAllAsync(ClarionProcess web, RoleCluster cluster) => Eventually.TrueAsync(
        async () => (await RoleCluster.PartitionsAsync(web)).ToList() is [var one] && one.Count() == RoleCluster.Partitions, Deadline, () => cluster.Output);

    private static async Task<long> PairFlowsAsync(ClarionProcess process)
    {
        var (status, answer) = await process.SendAsync(HttpMethod.Get, "/api/v1/matrix/17/23", "");
        return status == HttpStatusCode.OK ? answer.GetProperty("total").GetProperty("flows").GetInt64() : 0;
    }
}
