using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>Several processes on one database.</summary>
public sealed class SharedDatabaseTests(PostgresServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_write_and_keep_the_store_at_once_and_nothing_counts_twice()
    {
        await using var one = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await using var two = one.Beside();
        await two.Maintenance.OpenAsync(Cancel);
        var writers = new[] { one, two }.Select((store, number) => Task.Run(
            async () =>
            {
                var lane = Samples.Lane with { Gateway = FormattableString.Invariant($"gateway-{number}") };
                using var flows = Samples.Flows(500);
                for (var sequence = 1; sequence <= 10; sequence++)
                {
                    await store.Flows.AppendAsync([Samples.Logged(sequence, flows, lane)], Cancel);
                    await store.Rollups.CommitAsync(Samples.Commit(number, sequence) with { Positions = [new LanePosition(lane, sequence)] }, Cancel);
                    await store.Entities.CheckpointAsync(
                        new EntityCheckpoint(number, sequence, [.. Enumerable.Range(0, 50).Select(key => State(key, sequence))], [], []), Cancel);
                    await store.Maintenance.MaintainAsync(Samples.Noon.AddMinutes(sequence * 6), Cancel);
                    await store.BringAsync();
                }
            },
            Cancel));
        await Task.WhenAll(writers);

        Assert.Equal(10_000, await one.Flows.CountStoredAsync(Cancel));
        Assert.Equal(10_000, await two.Flows.CountStoredAsync(Cancel));
        await one.Maintenance.MaintainAsync(Samples.Noon.AddHours(2), Cancel);
        await one.RestartAsync();
        await one.Maintenance.MaintainAsync(Samples.Noon.AddHours(3), Cancel);
        var rolled = await one.Database.ReadAsync(
            session => (long)session.Scalar<decimal>("SELECT coalesce(sum(flows_down), 0) FROM traffic_5m"), Cancel);
        Assert.Equal(20 * 3 * 9, rolled);
    }

    [Fact]
    public async Task Of_rivals_in_two_processes_with_the_same_number_one_wins()
    {
        await using var one = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await using var two = one.Beside();
        await two.Maintenance.OpenAsync(Cancel);
        for (var number = 1; number <= 5; number++)
        {
            var rivals = new[] { one, two }.Select(store => store.Rollups.CommitAsync(Samples.Commit(0, number), Cancel)).ToList();
            await Task.WhenAll(rivals).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
            Assert.Equal(1, rivals.Count(rival => rival.IsCompletedSuccessfully));
            Assert.IsType<StaleCommitException>(rivals.Single(rival => rival.IsFaulted).Exception!.InnerException);
        }

        Assert.Equal(5, (await Samples.ToListAsync(two.Rollups.ReadCommitsAfterAsync(0, 0, Cancel), Cancel)).Count);
    }

    [Fact]
    public async Task Dictionaries_of_two_processes_give_one_number()
    {
        await using var one = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await using var two = one.Beside();
        await two.Maintenance.OpenAsync(Cancel);
        await Task.WhenAll(new[] { one, two }.Select((store, number) => AppendAsync(store, number)));
        await one.BringAsync();
        await two.BringAsync();
        var (exporters, texts) = await one.Database.ReadAsync(
            session => (session.Scalar<long>("SELECT count(DISTINCT exporter) FROM flows"), session.Scalar<long>("SELECT count(DISTINCT user_name) FROM flows")),
            Cancel);
        Assert.Equal((1L, 20L), (exporters, texts));

        static async Task AppendAsync(TimescaleFixture store, int number)
        {
            var texts = new TextTable();
            using var flows = Samples.Flows(new ExporterRegistry(), texts, 20);
            for (var i = 0; i < 20; i++)
            {
                flows.UserName[i] = texts.Intern(FormattableString.Invariant($"user {i}"));
            }

            flows.MarkWritten(ColumnSet.Of(FlowColumn.UserName));
            await store.Flows.AppendAsync([Samples.Logged(1, flows, Samples.Lane with { Worker = number })], Cancel);
        }
    }

    private static EntityState State(int key, long version) =>
        new(EntityKind.Device, FormattableString.Invariant($"device {key}"), version, new byte[] { 1 });
}
