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
    public async Task The_summary_names_the_engine_and_its_size()
    {
        var summary = await Store.Maintenance.SummarizeAsync(Cancel);
        var report = await Store.Maintenance.ReportAsync(Cancel);
        Assert.Equal(report.Engine, summary.Engine);
        Assert.True(summary.SizeBytes > 0);
        Assert.Null(summary.Fault);
    }
}
