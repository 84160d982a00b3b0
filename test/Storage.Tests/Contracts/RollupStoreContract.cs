using Clarion.Correlation.Conversations;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every rollup store must do with commits.</summary>
public abstract class RollupStoreContract : StoreContract
{
    [Fact]
    public async Task The_number_of_partitions_is_fixed_once()
    {
        Assert.Equal(16, await Store.Rollups.FixPartitionsAsync(16, Cancel));
        Assert.Equal(16, await Store.Rollups.FixPartitionsAsync(32, Cancel));
        await Store.RestartAsync();
        Assert.Equal(16, await Store.Rollups.FixPartitionsAsync(8, Cancel));
    }

    [Fact]
    public async Task A_new_partition_starts_at_commit_zero()
    {
        var watermark = await Store.Rollups.LoadWatermarkAsync(5, Cancel);
        Assert.Equal((0L, 0L), (watermark.CommitNumber, watermark.EntityCommitNumber));
        Assert.Empty(watermark.Positions);
    }

    [Fact]
    public async Task A_commit_moves_the_watermark_of_its_partition_alone()
    {
        await Store.Rollups.CommitAsync(Samples.Commit(0, 1, sequence: 10), Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(0, 2, sequence: 12), Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(1, 1, sequence: 3), Cancel);
        await Store.RestartAsync();
        var first = await Store.Rollups.LoadWatermarkAsync(0, Cancel);
        Assert.Equal(2, first.CommitNumber);
        Assert.Equal([new LanePosition(Samples.Lane, 12)], first.Positions);
        Assert.Equal([new LanePosition(Samples.Lane, 3)], (await Store.Rollups.LoadWatermarkAsync(1, Cancel)).Positions);
    }

    [Fact]
    public async Task A_commit_that_does_not_follow_is_refused_and_leaves_nothing()
    {
        await Store.Rollups.CommitAsync(Samples.Commit(0, 1, sequence: 1), Cancel);
        await Assert.ThrowsAsync<StaleCommitException>(() => Store.Rollups.CommitAsync(Samples.Commit(0, 1, sequence: 9), Cancel));
        await Assert.ThrowsAsync<StaleCommitException>(() => Store.Rollups.CommitAsync(Samples.Commit(0, 3, sequence: 9), Cancel));
        Assert.Equal([new LanePosition(Samples.Lane, 1)], (await Store.Rollups.LoadWatermarkAsync(0, Cancel)).Positions);
        Assert.Single(await Samples.ToListAsync(Store.Rollups.ReadCommitsAfterAsync(0, 0, Cancel), Cancel));
    }

    [Fact]
    public async Task A_stale_commit_does_not_harm_those_that_are_written_with_it()
    {
        var commits = Enumerable.Range(0, 32)
            .Select(partition => Store.Rollups.CommitAsync(Samples.Commit(partition, partition % 4 == 3 ? 7 : 1), Cancel)).ToList();
        foreach (var (partition, commit) in commits.Index())
        {
            if (partition % 4 == 3)
            {
                await Assert.ThrowsAsync<StaleCommitException>(() => commit);
            }
            else
            {
                await commit;
            }

            Assert.Equal(partition % 4 == 3 ? 0 : 1, (await Store.Rollups.LoadWatermarkAsync(partition, Cancel)).CommitNumber);
        }
    }

    [Fact]
    public async Task Of_two_rivals_with_the_same_number_one_wins()
    {
        var rivals = Enumerable.Range(0, 8).Select(_ => Store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel)).ToList();
        await Task.WhenAll(rivals).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.Equal(1, rivals.Count(rival => rival.IsCompletedSuccessfully));
        Assert.All(rivals.Where(rival => rival.IsFaulted), rival => Assert.IsType<StaleCommitException>(rival.Exception!.InnerException));
        Assert.Single(await Samples.ToListAsync(Store.Rollups.ReadCommitsAfterAsync(0, 0, Cancel), Cancel));
    }

    [Fact]
    public async Task Commits_are_read_back_in_order_with_every_field()
    {
        var second = Samples.Commit(3, 2, rows: 5000);
        await Store.Rollups.CommitAsync(Samples.Commit(3, 1), Cancel);
        await Store.Rollups.CommitAsync(second, Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(3, 3, rows: 0), Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(3, 4, rows: 1), Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(4, 1), Cancel);
        await Store.RestartAsync();
        var read = await Samples.ToListAsync(Store.Rollups.ReadCommitsAfterAsync(3, 1, Cancel), Cancel);
        Assert.Equal([2L, 4L], read.Where(commit => commit.Conversations.Rows.Count > 0).Select(commit => commit.CommitNumber));
        Assert.Equal(Rows(second.Conversations), Rows(read[0].Conversations));
    }

    [Fact]
    public async Task Rows_of_recent_commits_are_found_by_their_ends_with_what_withdraws_them()
    {
        var first = Samples.Commit(3, 1);
        var rows = first.Conversations;
        await Store.Rollups.CommitAsync(first, Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(3, 2), Cancel);
        await Store.Rollups.CommitAsync(Samples.Commit(4, 1), Cancel);
        var taken = rows with { Rows = [.. rows.Rows.Select(row => row with { Key = row.Key with { Marks = ConversationMarks.Withdrawn } })] };
        await Store.Rollups.CommitAsync(new PartitionCommit(3, 3, [], taken), Cancel);
        await Store.RestartAsync();

        var one = await Store.Rollups.ReadRowsAsync(3, 0, [rows.Rows[1].Key.Client], Cancel);
        Assert.Equal(3, one.Rows.Count);
        Assert.All(one.Rows, row => Assert.Equal(rows.Rows[1].Key.Client, row.Key.Client));
        var withdrawn = Assert.Single(one.Rows, row => row.Key.Marks == ConversationMarks.Withdrawn);
        Assert.Equal(rows.Rows[1].Counters, withdrawn.Counters);
        Assert.Equal(9, (await Store.Rollups.ReadRowsAsync(3, 0, [rows.Rows[0].Key.Server], Cancel)).Rows.Count);
        Assert.Equal(6, (await Store.Rollups.ReadRowsAsync(3, 1, null, Cancel)).Rows.Count);
        Assert.Empty((await Store.Rollups.ReadRowsAsync(3, 0, [], Cancel)).Rows);
        Assert.Empty((await Store.Rollups.ReadRowsAsync(5, 0, null, Cancel)).Rows);
    }

    private static List<string> Rows(ConversationRows rows) =>
    [
        .. rows.Rows.Select((row, i) =>
                $"{row.Key with { Exporter = 0 }} {row.Counters} {rows.Exporters[row.Key.Exporter]} {rows.ClientDevices[i]} {rows.ServerDevices[i]}")
            .Order(StringComparer.Ordinal),
    ];
}
