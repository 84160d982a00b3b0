using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>Servers that are stopped or killed, and what is exact afterwards.</summary>
public sealed class FaultTests
{
    private const int WindowFlows = 2000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_during_commits_leaves_every_total_exact()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        using var stop = new CancellationTokenSource();
        var partitions = Enumerable.Range(0, 4).Select(partition => Task.Run(() => CommitAsync(store, partition, stop.Token), Cancel)).ToArray();
        var windows = Task.Run(() => AppendAsync(store, stop.Token), Cancel);
        for (var kill = 0; kill < 3; kill++)
        {
            var before = await CommittedAsync(store);
            await UntilAsync(async () => await CommittedAsync(store) > before + 8);
            await server.KillAsync();
            await server.StartAsync();
        }

        await stop.CancelAsync();
        var appended = await windows;
        var acknowledged = await Task.WhenAll(partitions);
        Assert.Equal(appended * WindowFlows, await store.Flows.CountStoredAsync(Cancel));
        var flows = 0L;
        await foreach (var logged in store.Flows.ReadAfterAsync(Samples.Lane, 0, new ExporterRegistry(), new TextTable(), Cancel))
        {
            flows += logged.Flows.Count;
            logged.Flows.Dispose();
        }

        Assert.Equal(appended * WindowFlows, flows);
        for (var partition = 0; partition < partitions.Length; partition++)
        {
            Assert.Equal(acknowledged[partition], (await store.Rollups.LoadWatermarkAsync(partition, Cancel)).CommitNumber);
            var commits = await Samples.ToListAsync(store.Rollups.ReadCommitsAfterAsync(partition, 0, Cancel), Cancel);
            Assert.Equal(Enumerable.Range(1, (int)acknowledged[partition]).Select(number => (long)number), commits.Select(commit => commit.CommitNumber));
            Assert.All(commits, commit => Assert.Equal(3, commit.Conversations.Rows.Count));
        }
    }

    [Fact]
    public async Task Flows_go_into_the_journal_while_the_database_is_away_and_into_the_tables_once()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        using var flows = Samples.Flows(WindowFlows);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await store.BringAsync();
        await server.StopAsync();
        for (var sequence = 2; sequence <= 5; sequence++)
        {
            await store.Flows.AppendAsync([Samples.Logged(sequence, flows)], Cancel);
        }

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Flows.CountStoredAsync(Cancel));
        Assert.Contains("The database", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.BringAsync());
        await store.CrashAsync();

        await server.StartAsync();
        await store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(5 * WindowFlows, await store.Flows.CountStoredAsync(Cancel));
        Assert.Equal([new LanePosition(Samples.Lane, 5)], await store.Flows.GetLanesAsync(Cancel));
        Assert.Empty(Directory.GetFiles(store.Engine.Directory, "*.journal"));
    }

    [Fact]
    public async Task A_journal_that_is_full_refuses_and_takes_again()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();

        // More than is kept in memory, so that files are read again.
        await using var store = await TimescaleFixture.OpenAsync(server, new KeyValuePair<string, string?>("Clarion:Timescale:JournalMegabytes", "160"));
        using var flows = Samples.Flows(60_000);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await server.StopAsync();
        var sequence = 1L;
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            while (sequence < 100)
            {
                await store.Flows.AppendAsync([Samples.Logged(sequence + 1, flows)], Cancel);
                sequence++;
            }
        });
        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.InRange(new DirectoryInfo(store.Engine.Directory).GetFiles("*.journal").Sum(file => file.Length), 155L << 20, 180L << 20);
        await server.StartAsync();
        await store.Flows.AppendAsync([Samples.Logged(sequence + 1, flows)], Cancel);
        Assert.Equal((sequence + 1) * 60_000, await store.Flows.CountStoredAsync(Cancel));
        await store.BringAsync();
        var stored = await store.Database.ReadAsync(session => session.Scalar<long>("SELECT count(*) FROM flows"), Cancel);
        Assert.Equal((sequence + 1) * 60_000, stored);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_told_and_the_next_call_works()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        await store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel);
        await server.ExecuteAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clarion'");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Rollups.CommitAsync(Samples.Commit(0, 2), Cancel));
        Assert.NotNull(store.Database.Fault);
        Assert.Equal(1, (await store.Rollups.LoadWatermarkAsync(0, Cancel)).CommitNumber);
        await store.Rollups.CommitAsync(Samples.Commit(0, 2), Cancel);
        Assert.Null(store.Database.Fault);
        var report = await store.Maintenance.ReportAsync(Cancel);
        await server.StopAsync();
        var away = await store.Maintenance.ReportAsync(Cancel);
        Assert.Equal(report with { Fault = away.Fault }, away);
        Assert.Contains("The database", away.Fault, StringComparison.Ordinal);
        await server.StartAsync();
        await UntilAsync(async () => (await store.Maintenance.ReportAsync(Cancel)).Fault is null);
    }

    [Fact]
    public async Task A_process_that_stands_still_in_a_transaction_does_not_hold_up_the_others()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        const string Touch = "UPDATE store_counters SET value = value + 1 WHERE name = 'batch'";
        var entered = new TaskCompletionSource();
        using var thaw = new ManualResetEventSlim();
        var still = Task.Run(
            () => store.Database.WriteAsync(
                session =>
                {
                    session.Execute(Touch);
                    entered.TrySetResult();
                    thaw.Wait(Cancel);
                    session.Execute(Touch);
                },
                Cancel),
            Cancel);
        await entered.Task;

        // All commits take this row.
        await store.Database.WriteAsync(session => session.Execute(Touch), Cancel);
        thaw.Set();
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => still);
        Assert.Contains("stood still", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await store.Database.ReadAsync(session => session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'batch'"), Cancel));
        Assert.Equal(2, await store.Database.WriteAsync(session => session.Execute(Touch) + 1, Cancel));
    }

    [Fact]
    public async Task A_journal_file_is_stored_once_however_often_it_is_handed_over()
    {
        await using var server = await PostgresServers.OwnTimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        using var flows = Samples.Flows(10);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        var file = Assert.Single(Directory.GetFiles(store.Engine.Directory, "*.journal"));
        var copy = await File.ReadAllBytesAsync(file, Cancel);
        await store.BringAsync();
        await store.CrashAsync();

        // The process ended between the commit and the removal of the file.
        await File.WriteAllBytesAsync(file, copy, Cancel);
        await store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(10, await store.Flows.CountStoredAsync(Cancel));
        Assert.False(File.Exists(file));
    }

    private static async Task<long> AppendAsync(TimescaleFixture store, CancellationToken stop)
    {
        using var flows = Samples.Flows(WindowFlows);
        var sequence = 0L;
        while (!stop.IsCancellationRequested)
        {
            await RetryAsync(() => store.Flows.AppendAsync([Samples.Logged(sequence + 1, flows)], Cancel));
            sequence++;
            await Task.WhenAny(store.BringAsync());
        }

        await RetryAsync(store.BringAsync);
        return sequence;
    }

    private static async Task<long> CommitAsync(TimescaleFixture store, int partition, CancellationToken stop)
    {
        var number = 0L;
        while (!stop.IsCancellationRequested)
        {
            // As partitions do: what became of a commit without an answer is in the watermark.
            await RetryAsync(async () =>
            {
                if ((await store.Rollups.LoadWatermarkAsync(partition, Cancel)).CommitNumber == number)
                {
                    await store.Rollups.CommitAsync(Samples.Commit(partition, number + 1), Cancel);
                }
            });
            number++;
        }

        return number;
    }

    private static async Task RetryAsync(Func<Task> action)
    {
        await UntilAsync(async () =>
        {
            try
            {
                await action();
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
    }

    private static async Task<long> CommittedAsync(TimescaleFixture store)
    {
        var sum = 0L;
        await RetryAsync(async () => sum = await store.Database.ReadAsync(
            session => (long)session.Scalar<decimal>("SELECT coalesce(sum(commit_number), 0) FROM watermarks"), Cancel));
        return sum;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
