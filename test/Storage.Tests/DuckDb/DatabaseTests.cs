using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Sql;
using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Upkeep;
using DuckDB.NET.Native;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>How the database runs calls, and what only DuckDB's tables show.</summary>
public sealed class DatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_query_is_interrupted_and_its_connection_goes_on()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endless = store.Database.ReadAsync(
            connection =>
            {
                running.SetResult();
                return connection.Scalar<long>("SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE hash(a.range + b.range) = 1");
            },
            cancel.Token);
        await running.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.Database.ReadAsync(c => c.Scalar<int>("SELECT $1::INTEGER", i), Cancel)));
        Assert.Equal(Enumerable.Range(0, 16), answers);
    }

    [Fact]
    public async Task A_query_that_begins_after_its_call_was_cancelled_is_interrupted_too()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var endless = store.Database.ReadAsync(
            connection =>
            {
                cancel.Cancel();
                return connection.Scalar<long>("SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE hash(a.range + b.range) = 1");
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.Equal(7, await store.Database.ReadAsync(connection => connection.Scalar<int>("SELECT 7"), Cancel));
    }

    [Fact]
    public async Task What_a_read_changes_is_not_kept()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.Database.ReadAsync(connection => connection.Execute("INSERT INTO applications VALUES (1, 'x')"), Cancel);
        Assert.Empty(await store.Exporters.LoadApplicationsAsync(Cancel));
    }

    [Fact]
    public async Task Two_lanes_that_change_the_same_row_both_succeed()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => store.Database.WriteAsync(
                i % 2 == 0 ? WriterLane.State : WriterLane.Upkeep,
                connection => connection.Execute("UPDATE store_counters SET value = value + 1 WHERE name = 'batch'"),
                Cancel)));
        Assert.Equal(40, await store.Database.ReadAsync(c => c.Scalar<long>("SELECT value FROM store_counters WHERE name = 'batch'"), Cancel));
    }

    [Fact]
    public async Task Flows_lie_in_tables_of_their_day_of_arrival_with_exact_bounds()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var first = Samples.Flows(2500, Samples.Noon);
        using var second = Samples.Flows(10, Samples.Noon.AddDays(1));
        await store.Flows.AppendAsync([Samples.Logged(1, first), Samples.Logged(2, second)], Cancel);
        await store.Flows.AppendAsync([Samples.Logged(3, first)], Cancel);
        await store.BringAsync();
        var days = await store.Database.ReadAsync(FlowDays.Read, Cancel);
        Assert.Equal(["flows_20260301", "flows_20260302"], days.Select(day => day.Table));
        Assert.Equal([5000L, 10L], days.Select(day => day.Rows));
        Assert.Equal((first.EndMs.AsSpan(0, 2500).ToArray().Min(), first.EndMs.AsSpan(0, 2500).ToArray().Max()), (days[0].MinEndMs, days[0].MaxEndMs));
        ISqlDatabase shared = store.Database;
        await shared.MaintainAsync(session => session.Parts.Drop(session, session.Parts.Flows(session)[0]), Cancel);
        Assert.Equal(5010, await store.Flows.CountStoredAsync(Cancel));
        Assert.Single(await store.Database.ReadAsync(FlowDays.Read, Cancel));
    }

    [Fact]
    public async Task Commits_carry_growing_batch_numbers_that_the_catalogue_knows()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel);
        store.Time.Advance(TimeSpan.FromDays(1));
        await store.Rollups.CommitAsync(Samples.Commit(0, 2), Cancel);
        await store.Rollups.CommitAsync(Samples.Commit(0, 3, rows: 0), Cancel);
        await store.RestartAsync();
        await store.Rollups.CommitAsync(Samples.Commit(0, 4), Cancel);
        var days = await store.Database.ReadAsync(ConversationDays.Read, Cancel);
        Assert.Equal([(1L, 1L, 3L), (2L, 3L, 6L)], days.Select(day => (day.MinBatch, day.MaxBatch, day.Rows)));
    }

    [Fact]
    public async Task Texts_and_exporters_keep_their_ids_over_restarts_and_tables()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        for (var run = 1; run <= 2; run++)
        {
            var texts = new TextTable();
            texts.Intern($"only in run {run}");
            using var flows = Samples.Flows(new ExporterRegistry(), texts, 2);
            flows.UserName[0] = texts.Intern("alice");
            flows.Ssid[1] = texts.Intern("campus");
            flows.MarkWritten(Samples.Columns(FlowColumn.UserName, FlowColumn.Ssid));
            await store.Flows.AppendAsync([Samples.Logged(run, flows)], Cancel);
            await store.RestartAsync();
        }

        var counts = await store.Database.ReadAsync(
            connection => (connection.Scalar<long>("SELECT count(*) FROM texts"), connection.Scalar<long>("SELECT count(*) FROM exporters"),
                connection.Scalar<long>("SELECT count(DISTINCT user_name) FROM flows_20260301 WHERE user_name <> 0")),
            Cancel);
        Assert.Equal((2L, 1L, 1L), counts);
    }

    [Fact]
    public async Task Listing_rows_follow_the_states_they_came_with()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await CheckpointAsync(version: 2, flows: 20);
        await CheckpointAsync(version: 1, flows: 10);
        await CheckpointAsync(version: 3, flows: 30);
        var (rows, flows, address, device) = await store.Database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query("SELECT count(*) OVER (), flows, address, device FROM devices");
                Assert.True(reader.Read());
                return (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<DuckDBUHugeInt>(2).ToUInt128(), reader.GetFieldValue<DuckDBUHugeInt>(3).ToUInt128());
            },
            Cancel);
        Assert.Equal((1L, 30L, IpAddr.Parse("10.1.2.3").Value), (rows, flows, address));
        Assert.Equal(new UInt128(1, 0x0000_1122_3344_5566), device);

        Task CheckpointAsync(long version, long flows) => store.Entities.CheckpointAsync(
            new EntityCheckpoint(
                0, 1,
                [new EntityState(EntityKind.Device, "11:22:33:44:55:66", version, new byte[] { 1 })],
                [new DeviceRow("11:22:33:44:55:66", "10.1.2.3", 5, "10.0.0.1", 3, 10, Samples.Noon, Samples.Noon, flows, 1, 2, "")],
                [new SwitchRow("10.0.0.1", 1, 2, Samples.Noon, Samples.Noon, 3, 4)]),
            Cancel);
    }

    [Theory]
    [InlineData("MemoryLimitMegabytes", 5)]
    [InlineData("Threads", -1)]
    [InlineData("ReadConnections", 0)]
    public void An_option_out_of_range_is_named(string key, int value)
    {
        var options = new DuckDbOptions();
        typeof(DuckDbOptions).GetProperty(key)!.SetValue(options, value);
        var result = new DuckDbOptionsValidator().Validate(null, options);
        Assert.Contains($"Clarion:DuckDb:{key} is {value}", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_retention_too_short_to_survive_a_crash_is_refused()
    {
        var result = new RetentionOptionsValidator().Validate(null, new RetentionOptions { RawFlows = TimeSpan.FromMinutes(5) });
        Assert.Contains("Clarion:Retention:RawFlows", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
