using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Storage.Tests.Timescale.Community;

/// <summary>What only the Community edition does: hours are compressed by policies, and stay readable, writable and removable.</summary>
public sealed class CommunityTests(CommunityServer server) : IClassFixture<CommunityServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_that_are_over_are_compressed_and_answer_as_before()
    {
        server.Require();
        await using var store = TimescaleFixture.On(server.ConnectionString, new KeyValuePair<string, string?>("Clarion:Timescale:Schema", "compressed"));
        await store.Maintenance.OpenAsync(Cancel);
        Assert.True(store.Database.Server.HasPolicies);
        Assert.Equal(2L, await server.ScalarAsync(
            "SELECT count(*) FROM timescaledb_information.jobs WHERE hypertable_schema = 'compressed' AND schedule_interval = INTERVAL '10 minutes'"));

        using var flows = Samples.Flows(3000);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await store.BringAsync();
        await store.Rollups.CommitAsync(Samples.Commit(0, 1, rows: 500), Cancel);
        var before = await AskAsync(store);
        await CompressAsync("compressed");
        Assert.Equal(2L, await server.ScalarAsync("SELECT count(*) FROM timescaledb_information.chunks WHERE hypertable_schema = 'compressed' AND is_compressed"));
        Assert.Equal(before, await AskAsync(store));
        Assert.Equal(3000, before.Total);
        Assert.Single(await Samples.ToListAsync(store.Rollups.ReadCommitsAfterAsync(0, 0, Cancel), Cancel));

        var compressed = (await store.Maintenance.ReportAsync(Cancel)).Tiers.Single(tier => tier.Tier == StoreTier.CompressedFlows);
        Assert.Equal((3000, 1), (compressed.Rows, compressed.Parts));
        Assert.True(compressed.UncompressedBytes > compressed.SizeBytes, $"{compressed}");

        // What waited in a journal over a long fault comes into hours that are compressed already.
        await store.Flows.AppendAsync([Samples.Logged(2, flows)], Cancel);
        Assert.Equal(6000, (await AskAsync(store)).Total);

        await store.Maintenance.MaintainAsync(Samples.Noon.AddDays(5), Cancel);
        var report = await store.Maintenance.ReportAsync(Cancel);
        Assert.Equal(0, report.Tables.Single(table => table.Table == "flows").Rows);
        Assert.NotEqual(0, report.Tables.Single(table => table.Table == "biflows").Rows);
        Assert.Equal(6000, await store.Flows.CountStoredAsync(Cancel));
        Assert.Equal(1L, await server.ScalarAsync(
            "SELECT count(*) FROM timescaledb_information.chunks WHERE hypertable_schema = 'compressed' AND hypertable_name = 'biflows' AND is_compressed"));
        Assert.Equal(6000, (await AskAsync(store)).Total);
        Assert.Contains("Community", report.Engine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_age_of_compression_follows_the_setting_at_every_start()
    {
        server.Require();
        foreach (var hours in new[] { 2, 9 })
        {
            await using var store = TimescaleFixture.On(
                server.ConnectionString, new("Clarion:Timescale:Schema", "ages"), new("Clarion:Timescale:CompressAfter", FormattableString.Invariant($"{hours:00}:00:00")));
            await store.Maintenance.OpenAsync(Cancel);
            Assert.Equal(hours * 3_600_000L, await server.ScalarAsync(
                "SELECT DISTINCT (config->>'compress_after')::bigint FROM timescaledb_information.jobs WHERE hypertable_schema = 'ages' AND proc_name = 'policy_compression'"));
        }
    }

    private static async Task<(long Total, long Filtered, int Page)> AskAsync(TimescaleFixture store)
    {
        var range = new TimeRange(Samples.Noon.AddHours(-1), Samples.Noon.AddHours(1));
        var queries = store.Services.GetRequiredService<IFlowQueries>();
        var all = await queries.SummarizeAsync(new(range, null, ["src.mac"], null, 10), Cancel);
        var some = await queries.SummarizeAsync(new(range, FilterParser.Parse("src.ip = 10.0.0.0/24 and src.mac = none"), ["src.ip"], null, 10), Cancel);
        var page = await queries.FlowsAsync(range, FilterParser.Parse("src.port = 20001"), 100, null, Cancel);
        return (all.Total.Flows, some.Total.Flows, page.Items.Count);
    }

    private async Task CompressAsync(string schema)
    {
        // The server has no background workers, so what they would do is asked for.
        var jobs = (int[])(await server.ScalarAsync($"SELECT array_agg(job_id) FROM timescaledb_information.jobs WHERE hypertable_schema = '{schema}'"))!;
        foreach (var job in jobs)
        {
            await server.ScalarAsync(FormattableString.Invariant($"CALL run_job({job})"));
        }
    }
}
