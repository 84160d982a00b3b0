using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>What a commit returned for is there after any end of the process, and nothing is there by half.</summary>
public sealed class CrashTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_killed_while_it_appends_loses_no_committed_window_and_leaves_no_half_one()
    {
        await using var store = DuckDbFixture.Create();
        long committed;
        using (var other = await StoreProcess.StartAsync(store.Directory, Cancel))
        {
            await other.WaitAsync(20, Cancel);
            await other.KillAsync(Cancel);
            committed = other.Committed;
        }

        await store.Maintenance.OpenAsync(Cancel);
        var lane = Assert.Single(await store.Flows.GetLanesAsync(Cancel));
        Assert.InRange(lane.Sequence, committed, committed + 1);
        Assert.Equal(lane.Sequence * StoreProcess.WindowFlows, await store.Flows.CountStoredAsync(Cancel));
        var flows = 0L;
        await foreach (var logged in store.Flows.ReadAfterAsync(Samples.Lane, 0, new ExporterRegistry(), new TextTable(), Cancel))
        {
            flows += logged.Flows.Count;
            logged.Flows.Dispose();
        }

        Assert.Equal(lane.Sequence * StoreProcess.WindowFlows, flows);
    }

    [Fact]
    public async Task Files_copied_from_a_running_store_hold_every_commit()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(3000);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await store.Rollups.CommitAsync(Samples.Commit(0, 1, sequence: 1), Cancel);
        await store.Entities.CheckpointAsync(
            new EntityCheckpoint(0, 1, [new EntityState(EntityKind.Device, "d", 1, new byte[] { 1 })], [], []), Cancel);
        var copy = Directory.CreateTempSubdirectory("clarion-storage-");
        try
        {
            foreach (var file in Directory.GetFiles(store.Directory))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            await using var copied = await DuckDbFixture.OpenAsync(copy.FullName);
            Assert.Equal(3000, await copied.Flows.CountStoredAsync(Cancel));
            var watermark = await copied.Rollups.LoadWatermarkAsync(0, Cancel);
            Assert.Equal((1L, 1L), (watermark.CommitNumber, watermark.EntityCommitNumber));
            Assert.Single(await copied.Entities.LoadAsync(EntityKind.Device, ["d"], Cancel));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel);
        var bad = Samples.Commit(0, 2);
        bad = bad with { Conversations = bad.Conversations with { ClientDevices = [] } };
        await Assert.ThrowsAnyAsync<Exception>(() => store.Rollups.CommitAsync(bad, Cancel));
        Assert.Equal(1, (await store.Rollups.LoadWatermarkAsync(0, Cancel)).CommitNumber);
        await store.Rollups.CommitAsync(Samples.Commit(0, 2), Cancel);
        Assert.Equal([1L, 2L], (await Samples.ToListAsync(store.Rollups.ReadCommitsAfterAsync(0, 0, Cancel), Cancel)).Select(c => c.CommitNumber));
    }
}
