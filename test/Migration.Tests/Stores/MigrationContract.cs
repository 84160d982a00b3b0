using System.Text.Json;
using Clarion.Migration.Running;
using Clarion.Migration.Sources;
using Clarion.Migration.Tests.Sources;
using Clarion.Storage.Contracts;
using TableReport = Clarion.Migration.Running.TableReport;

namespace Clarion.Migration.Tests.Stores;

/// <summary>What a migration must do, whatever the engine.</summary>
public abstract class MigrationContract : IAsyncLifetime
{
    private static readonly TimeRange Ever = new(DateTimeOffset.UnixEpoch.AddYears(30), TestStore.Now.AddDays(1));

    internal TestStore Store { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<TestStore> CreateAsync();

    [Fact]
    public async Task The_final_database_comes_whole()
    {
        var report = await MigrateAsync(LegacyFiles.Small);
        AssertRight(report);
        Assert.StartsWith("final", report.Generation, StringComparison.Ordinal);
        Assert.Equal((2515, 60), (Table(report, "netflow").Rows, Table(report, "netflow").Kept));
        Assert.Equal(2455, Table(report, "netflow").Brought["flow"]);
        Assert.Equal(60, Table(report, "netflow").Remarks[Clarion.Migration.Flows.FlowJudge.UptimeFault]);
        Assert.Equal(60, Table(report, "netflow").Remarks[Clarion.Migration.Flows.FlowJudge.Shifted]);
        Assert.Equal(2455, await Store.Target.Flows.CountStoredAsync(Cancel));

        // Every table, row by row.
        (string Table, int Rows)[] counts =
        [
            ("ad_group_memberships", 749), ("address_spaces", 3), ("certificate_connector_references", 3), ("certificates", 4), ("cluster_assignments", 355),
            ("cluster_centroids", 3), ("clusters", 4), ("collectors", 3), ("connector_certificates", 1), ("connectors", 4), ("identity", 355),
            ("ise_auth_policies", 2), ("ise_auth_profiles", 3), ("ise_current_sgt_assignments", 228), ("ise_sgts", 7), ("locations", 41), ("policies", 6),
            ("policy_recommendations", 19), ("sessions", 3), ("sgt_assignment_history", 332), ("sgt_membership", 244), ("sgt_registry", 12), ("sketches", 430),
            ("subnets", 63), ("switches", 100), ("user_cluster_assignments", 298), ("user_clusters", 10), ("user_device_associations", 473),
            ("user_sgt_assignment_history", 240), ("user_sgt_membership", 190), ("user_traffic_patterns", 274), ("user_user_traffic", 79), ("users", 496),
        ];
        var kept = (await Store.Target.Archive.ReadTablesAsync(Cancel)).ToDictionary(table => table.Name, table => table.Rows, StringComparer.Ordinal);
        Assert.All(counts, count => Assert.Equal(count.Rows, kept[count.Table]));
        Assert.Equal(60, kept["netflow"]);
    }

    [Fact]
    public async Task What_users_had_is_where_clarion_keeps_it()
    {
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        var places = await Store.Target.Places.LoadAsync(Cancel);
        Assert.Equal((41, 63), (places.Locations.Count, places.Subnets.Count));
        var people = Assert.Single((await Store.Target.Directories.LoadAsync(Cancel)).Directories);
        Assert.Equal((298, 737), (people.Users.Count, people.Groups.Sum(group => group.Members.Count)));
        Assert.Equal("Harper Davis", people.Users.Single(user => user.Account.Key == "hdavis0000").DisplayName);
        var cells = await Store.Target.TrustSec.ReadCellsAsync(null, null, "legacy", 100, null, Cancel);
        Assert.Equal(6, cells.Count);
        Assert.All(cells, cell => Assert.True(cell.Source is not null && cell.Destination is not null && cell.AclNames.Count == 1));
        var acls = await Store.Target.TrustSec.ReadAclsAsync("", "legacy", 100, null, Cancel);
        Assert.Equal(40, acls.Sum(acl => acl.Record.Lines.Split('\n').Length));
    }

    [Fact]
    public async Task Rollups_hold_every_flow_once_with_the_devices_behind_it()
    {
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        await AssertRollupsAsync(2455, 2455);
        var devices = await Store.Queries.SummarizeAsync(new SummaryRequest(Ever, null, ["src.device"], null, 1000), Cancel);
        var known = devices.Rows.Where(row => row.Key[0] is string { Length: > 0 } id && !id.StartsWith("ip:", StringComparison.Ordinal)).Sum(row => row.Measures.Flows);
        Assert.True(known > 2000, $"{known} of {devices.Total.Flows} flows have a known client.");
    }

    [Fact]
    public async Task What_is_older_than_retention_ages_from_the_migration()
    {
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        Store.Time.Advance(TimeSpan.FromHours(2));
        await Store.Maintenance.MaintainAsync(Store.Time.GetUtcNow(), Cancel);
        await AssertRollupsAsync(2455, 2455);

        // Raw flows have gone, the finer rollups too; the coarse ones keep their year.
        Store.Time.Advance(TimeSpan.FromDays(100));
        await Store.Maintenance.MaintainAsync(Store.Time.GetUtcNow(), Cancel);
        await AssertRollupsAsync(2455, 2455);
        Store.Time.Advance(TimeSpan.FromDays(300));
        await Store.Maintenance.MaintainAsync(Store.Time.GetUtcNow(), Cancel);
        Assert.Equal(0, (await SumAsync()).Flows);
        Assert.Equal(33 + 1, (await Store.Target.Archive.ReadTablesAsync(Cancel)).Count);

        // Nothing is brought a second time because it has gone.
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        Assert.Equal(2455, await Store.Target.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task No_secret_is_anywhere()
    {
        var report = await MigrateAsync(LegacyFiles.Small);
        Assert.Contains("Secret not carried over, enter it again: connectors/ISE ERS API: config.ise_password.", report.Notices);
        Assert.Contains("Secret not carried over, enter it again: certificates/Clarion-pxGrid-Client-key: cert_data.", report.Notices);
        var all = JsonSerializer.Serialize(report) + await DumpAsync();
        Assert.DoesNotContain("example-not-a-secret", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_time_changes_nothing()
    {
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        var before = await DumpAsync();
        Store.Time.Advance(TimeSpan.FromHours(1));
        await Store.CloseAsync();
        await Store.OpenAsync();
        AssertRight(await MigrateAsync(LegacyFiles.Small));
        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task The_first_database_comes_whole()
    {
        var report = await MigrateAsync(LegacyFiles.Early);
        AssertRight(report);
        Assert.StartsWith("first", report.Generation, StringComparison.Ordinal);
        Assert.Equal((800, 800), (Table(report, "netflow").Rows, Table(report, "netflow").Brought["flow"]));
        Assert.Equal((300, 300), (Table(report, "sketches").Rows, Table(report, "sketches").Kept));
        Assert.Equal(26, Assert.Single((await Store.Target.Directories.LoadAsync(Cancel)).Directories).Users.Count);
        await AssertRollupsAsync(800, 800, 400_763_803);
    }

    [Fact]
    public async Task Every_generation_comes_whole()
    {
        foreach (var (number, database) in new[] { LegacyDatabase.OfFirst(), LegacyDatabase.OfPlaces(), LegacyDatabase.OfGroups(), LegacyDatabase.OfFinal() }.Index())
        {
            using (database)
            {
                database.AddFlow().AddFlow(switchId: "10.254.0.9", minute: 3).Run("INSERT INTO identity VALUES ('10.1.0.1', 'AA-BB-CC-DD-EE-01', 'anna', 'laptop', '[\"Staff\"]', NULL, '2025-12-23 09:00:00', '2025-12-23 09:00:00')");
                AssertRight(await MigrateAsync(database.Path, $"generation-{number}"));
            }
        }

        await AssertRollupsAsync(8, 8, 8000);
    }

    [Fact]
    public async Task An_empty_database_is_no_fault()
    {
        using var database = LegacyDatabase.OfFinal();
        AssertRight(await MigrateAsync(database.Path));
        Assert.Equal(0, await Store.Target.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task What_came_since_is_brought_by_the_next_run()
    {
        using var database = LegacyDatabase.OfGroups().AddFlow();
        AssertRight(await MigrateAsync(database.Path));
        database.AddFlow(minute: 7).Run("INSERT INTO users (user_id, username, is_active, source) VALUES ('U2', 'Bea', 1, 'ad')");
        AssertRight(await MigrateAsync(database.Path));
        await AssertRollupsAsync(2, 2, 2000);
        Assert.Equal("bea", Assert.Single(Assert.Single((await Store.Target.Directories.LoadAsync(Cancel)).Directories).Users).Account.Key);
    }

    [Fact]
    public async Task A_file_that_says_something_else_than_the_store_is_told()
    {
        using var database = LegacyDatabase.OfFirst().AddFlow().AddFlow(minute: 1);
        AssertRight(await MigrateAsync(database.Path));
        database.Run("UPDATE netflow SET bytes = bytes + 1 WHERE id = 1");
        var report = await MigrateAsync(database.Path);
        Assert.False(report.IsRight);
        Assert.Equal("raw flows: bytes", Assert.Single(report.Checks, check => !check.IsRight).What);
        Assert.Null((await Store.Target.Archive.ReadImportsAsync(Cancel)).Single().FinishedAt);
    }

    [Fact]
    public async Task An_end_at_any_step_and_another_run_give_the_same()
    {
        AssertRight(await MigrateAsync(LegacyFiles.Small, "whole"));
        var whole = (await DumpAsync("whole")).Replace("whole", "broken", StringComparison.Ordinal);
        for (var calls = 1; ; calls++)
        {
            var target = new BreakingTarget(Store.Target, calls);
            try
            {
                await RunAsync(target.Target, LegacyFiles.Small, "broken");
                break;
            }
            catch (StoreUnavailableException)
            {
                // The next attempt comes one call further.
            }
        }

        AssertRight(await MigrateAsync(LegacyFiles.Small, "broken"));
        Assert.Equal(whole, await DumpAsync("broken"));
        await AssertRollupsAsync(2 * 2455, 2 * 2455);
    }

    [Fact]
    public async Task Another_process_that_writes_stops_it()
    {
        using var database = LegacyDatabase.OfFirst().AddFlow();
        await Assert.ThrowsAsync<StaleCommitException>(() => RunAsync(new MovingTarget(Store.Target).Target, database.Path, "legacy"));
    }

    private protected static void AssertRight(MigrationReport report) =>
        Assert.True(report.IsRight, string.Join('\n', report.Checks.Where(check => !check.IsRight).Select(check => $"{check.What}: {check.Expected}, found {check.Found}")));

    private protected Task<MigrationReport> MigrateAsync(string path, string name = MigrationOptions.DefaultName) => RunAsync(Store.Target, path, name);

    private static TableReport Table(MigrationReport report, string name) => report.Tables.Single(table => table.Table == name);

    private async Task<MigrationReport> RunAsync(MigrationTarget target, string path, string name)
    {
        using var file = LegacyFile.Open(path);
        return await new MigrationRun(target, new MigrationOptions { Name = name, Partitions = 4 }, Store.Time).RunAsync(file, null, Cancel);
    }

    private async Task<FlowMeasures> SumAsync() => (await Store.Queries.SummarizeAsync(new SummaryRequest(Ever, null, ["exporter"], null, 1000), Cancel)).Total;

    private async Task AssertRollupsAsync(long flows, long conversations, long? bytes = null)
    {
        var sums = await SumAsync();
        Assert.Equal(flows, sums.Flows);
        var services = await Store.Queries.SummarizeAsync(new SummaryRequest(Ever, null, ["src.device", "protocol"], null, 10), Cancel);
        Assert.Equal(conversations, services.Total.Flows);
        Assert.Equal(sums.RawBytes, services.Total.RawBytes);
        if (bytes is { } expected)
        {
            Assert.Equal(expected, (long)sums.RawBytes);
        }
    }

    /// <summary>Everything that a migration writes, as text.</summary>
    private async Task<string> DumpAsync(string? only = null)
    {
        var target = Store.Target;
        var text = new List<object?>();
        foreach (var import in await target.Archive.ReadImportsAsync(Cancel))
        {
            if (only is null || import.Source == only)
            {
                // What a run wrote of itself has its times.
                text.Add((import.Source, import.FlowsThrough, only is null ? import.FinishedAt : null));
                text.Add(await target.Archive.SumFlowsAsync(Clarion.Migration.Flows.FlowStep.LaneOf(import), Cancel));
                text.AddRange((await target.Identity.ReadAfterAsync(import.FactsAfter, 100_000, Cancel)).Select(fact => fact.Fact).Take(5000)
                    .Select(fact => fact.GetType().Name + "|" + string.Join('|', fact.Subjects)));
            }
        }

        foreach (var table in (await target.Archive.ReadTablesAsync(Cancel)).Where(table => only is null || table.Source == only))
        {
            text.AddRange(await target.Archive.ReadRowsAsync(new LegacyQuestion(table.Source, table.Name, 10_000), Cancel));
        }

        foreach (var directory in (await target.Directories.LoadAsync(Cancel)).Directories.Where(one => only is null || one.Directory == only))
        {
            text.Add(JsonSerializer.Serialize(directory with { At = default }));
        }

        foreach (var key in await target.TrustSec.ReadKeysAsync(only ?? "legacy", Cancel))
        {
            text.Add(key);
        }

        text.Add(only is null ? (await target.Identity.GetLastPositionAsync(Cancel), await target.Directories.GetVersionAsync(Cancel), await target.Places.GetVersionAsync(Cancel)) : null);
        return string.Join('\n', text);
    }
}
