using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What opening and closing must do in every engine.</summary>
public abstract class MaintenanceContract : StoreContract
{
    [Fact]
    public async Task Opening_and_closing_twice_is_harmless()
    {
        await Store.Maintenance.OpenAsync(Cancel);
        await Store.Maintenance.CloseAsync(Cancel);
        await Store.Maintenance.CloseAsync(Cancel);
        await Store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(0, await Store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        await Store.Maintenance.CloseAsync(Cancel);
        using var flows = Samples.Flows(1);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled_and_leaves_the_store_usable()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Flows.CountStoredAsync(new CancellationToken(canceled: true)));
        Assert.Equal(0, await Store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task The_report_names_the_engine_its_place_and_its_size()
    {
        using var flows = Samples.Flows(100);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        var report = await Store.Maintenance.ReportAsync(Cancel);
        Assert.NotEmpty(report.Engine);
        Assert.NotEmpty(report.Location);
        Assert.True(report.SizeBytes > 0);
        Assert.Null(report.Fault);
        Assert.Equal(100, report.Tables.Single(table => table.Table == "flows").Rows);
    }

    [Fact]
    public async Task The_report_shows_what_each_tier_takes()
    {
        using var flows = Samples.Flows(100);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(0, 1, rows: 50), Cancel);
        await Store.Maintenance.MaintainAsync(Samples.Noon, Cancel);
        var report = await Store.Maintenance.ReportAsync(Cancel);
        Assert.Equal((100, 1), Tier(StoreTier.Flows));
        Assert.Equal((0, 0), Tier(StoreTier.Biflows));
        Assert.Equal((50, 1), Tier(StoreTier.Conversations));
        Assert.Equal(0, report.Tiers.Single(tier => tier.Tier == StoreTier.Journal).Rows);
        Assert.Equal(StoreTier.Rest, report.Tiers[^1].Tier);
        Assert.All(report.Tiers, tier => Assert.True(tier.SizeBytes is null or >= 0));
        Assert.True(report.Tiers.Sum(tier => tier.SizeBytes ?? 0) >= report.SizeBytes);

        (long? Rows, int? Parts) Tier(StoreTier name)
        {
            var tier = report.Tiers.Single(tier => tier.Tier == name);
            return (tier.Rows, tier.Parts);
        }
    }

    [Fact]
    public async Task How_retention_ended_is_kept_and_it_runs_again_in_an_hour_or_when_asked_for()
    {
        Assert.Null((await Store.Maintenance.ReportAsync(Cancel)).Retention);
        using var flows = Samples.Flows(100);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await Store.Maintenance.MaintainAsync(Samples.Noon, Cancel);
        var first = await Store.Maintenance.ReportAsync(Cancel);
        Assert.Equal((0, null), (first.Retention!.RemovedRows, first.Retention.Fault));
        Assert.Equal(Samples.Noon.AddHours(1), first.NextRetention);

        // The hour is not over; asked for, flows of five days ago go on to the long tier, and in the end they go.
        await Store.Maintenance.MaintainAsync(Samples.Noon.AddMinutes(59), Cancel);
        Assert.Equal(first.NextRetention, (await Store.Maintenance.ReportAsync(Cancel)).NextRetention);
        await Store.Maintenance.MaintainAllAsync(Samples.Noon.AddDays(5), Cancel);
        var tiers = (await Store.Maintenance.ReportAsync(Cancel)).Tiers;
        Assert.Equal(0, tiers.Single(tier => tier.Tier == StoreTier.Flows).Rows);
        Assert.Equal(100, tiers.Where(tier => tier.Tier is StoreTier.Biflows or StoreTier.CompressedBiflows).Sum(tier => tier.Flows));
        await Store.Maintenance.MaintainAllAsync(Samples.Noon.AddDays(100), Cancel);
        var last = await Store.Maintenance.ReportAsync(Cancel);
        Assert.True(last.Retention!.RemovedRows > 0);
        Assert.Equal(Samples.Noon.AddDays(100).AddHours(1), last.NextRetention);
    }

    [Fact]
    public async Task The_summary_names_the_engine_and_its_size()
    {
        var summary = await Store.Maintenance.SummarizeAsync(Cancel);
        var report = await Store.Maintenance.ReportAsync(Cancel);
        Assert.Equal(report.Engine, summary.Engine);
        Assert.True(summary.SizeBytes > 0);
        Assert.Null(summary.Fault);
    }
}
