using System.Net;
using Clarion.Integration.Harness;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Integration.Faults;

/// <summary>The whole product on TimescaleDB.</summary>
public sealed class TimescaleTests(PostgresServers servers)
{
    /// <summary>Flows that a grain knows of; 0 before it has been told of any.</summary>
    private static async Task<long> FlowsOfAsync(ClarionProcess clarion, string resource)
    {
        var (status, answer) = await clarion.SendAsync(HttpMethod.Get, "/api/v1/" + resource, "");
        return status == HttpStatusCode.NotFound ? 0 : answer.GetProperty("total").GetProperty("flows").GetInt64();
    }

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Flows_by_udp_are_stored_rolled_up_and_answered_over_a_crash_of_the_product()
    {
        var server = await servers.TimescaleAsync();
        using var data = new DataDirectory();
        var settings = Settings(server.ConnectionString(await server.CreateDatabaseAsync()));
        await using (var first = await ClarionProcess.StartAsync(data.Path, settings))
        {
            using var exporter = new V9Exporter(first.NetFlowPort);
            exporter.SendTemplate();
            exporter.SendFlows(first: 1, count: 3000);
            await Eventually.TrueAsync(async () => await Totals.StoredAsync(first) >= 3000, Deadline, () => first.Output);
            await first.KillAsync();
        }

        await using var second = await ClarionProcess.StartAsync(data.Path, settings);
        await Totals.AppliedAsync(second, 3000, Deadline);

        // Devices and pairs are told after the commit.
        await Eventually.TrueAsync(async () => await FlowsOfAsync(second, "matrix/17/23") >= 3000, Deadline, () => second.Output);
        Assert.Equal(3000, await FlowsOfAsync(second, "matrix/17/23"));
        await Eventually.TrueAsync(async () => await FlowsOfAsync(second, "devices/02:00:00:01:00:05") >= 1, Deadline, () => second.Output);
        Assert.Equal(1, await FlowsOfAsync(second, "devices/02:00:00:01:00:05"));
        Assert.StartsWith("PostgreSQL", (await second.GetAsync("/api/v1/storage")).GetProperty("engine").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task Collecting_goes_on_while_the_database_is_away_and_every_flow_counts_once()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, Settings(server.ConnectionString(await server.CreateDatabaseAsync())));
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(clarion, 1000, Deadline);

        await server.KillAsync();
        exporter.SendFlows(first: 1, count: 1000);
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/overview")).GetProperty("received").GetProperty("flows").GetInt64() == 2000
                && Directory.GetFiles(data.Path, "*.journal").Length > 0,
            Deadline,
            () => clarion.Output);
        await server.StartAsync();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(clarion, 3000, Deadline);
        Assert.Equal(3000, await Totals.StoredAsync(clarion));
    }

    [Fact]
    public async Task A_password_is_neither_logged_nor_shown()
    {
        var server = await servers.TimescaleAsync();
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path, Settings(server.ConnectionString(await server.CreateDatabaseAsync()) + ";Password=sesame-4711"));
        var settings = (await clarion.GetAsync("/api/v1/settings")).ToString();
        Assert.Contains("Clarion__Timescale__ConnectionString", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame-4711", settings + clarion.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(string connectionString) => new(StringComparer.Ordinal)
    {
        ["Clarion__Storage__Engine"] = "timescale",
        ["Clarion__Timescale__ConnectionString"] = connectionString,
    };
}
