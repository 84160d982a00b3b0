using System.Globalization;
using Clarion.Migration.Tests.Sources;
using Clarion.Storage.Contracts;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Migration.Tests.Stores;

/// <summary>The tool as operators run it: killed and run again, refused, and what it says to scripts.</summary>
public sealed class ProcessTests(PostgresServers servers)
{
    private const int Rows = 1_500_000;

    private static readonly TimeRange Ever = new(DateTimeOffset.UnixEpoch.AddYears(30), TestStore.Now.AddYears(10));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_moment_and_run_again_every_flow_is_there_once_in_the_file()
    {
        await using var store = await TestStore.EmbeddedAsync();
        await store.CloseAsync();

        await KillAndRunAgainAsync(store, store.Folder);
        await store.OpenAsync();
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task Killed_at_any_moment_and_run_again_every_flow_is_there_once_in_the_database()
    {
        var server = await servers.TimescaleAsync();
        await using var store = await TestStore.TimescaleAsync(server);
        await store.CloseAsync();
        await KillAndRunAgainAsync(store, Path.Combine(store.Folder, "migration"));
        await store.OpenAsync();
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task A_store_that_clarion_has_open_is_told_and_nothing_was_tried()
    {
        await using var store = await TestStore.EmbeddedAsync();
        using var database = LegacyDatabase.OfFirst().AddFlow();
        using var process = MigrateProcess.Start(store, "--from", database.Path);
        var (code, _, errors) = await process.EndAsync(Cancel);
        Assert.Equal(1, code);
        Assert.Contains("stop", errors, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await store.Target.Archive.ReadImportsAsync(Cancel));
    }

    [Fact]
    public async Task A_difference_is_said_and_is_the_exit_code()
    {
        await using var store = await TestStore.EmbeddedAsync();
        await store.CloseAsync();
        using var database = LegacyDatabase.OfFirst().AddFlow();
        var report = Path.Combine(store.Folder, "report.json");
        using var first = MigrateProcess.Start(store, "--from", database.Path, "--report", report);
        Assert.Equal((0, ""), await CodeAsync(first));
        Assert.Contains("\"isRight\": true", await File.ReadAllTextAsync(report, Cancel), StringComparison.Ordinal);
        database.Run("UPDATE netflow SET packets = packets + 1");
        using var second = MigrateProcess.Start(store, "--from", database.Path);
        var (code, _, errors) = await second.EndAsync(Cancel);
        Assert.Equal((1, "Differs: raw flows: packets: the file has 11, the store 10.\n"), (code, errors));
        await store.OpenAsync();
    }

    [Fact]
    public async Task What_cannot_be_used_is_said()
    {
        await using var store = await TestStore.EmbeddedAsync();
        await store.CloseAsync();
        using var missing = MigrateProcess.Start(store, "--from", "/nowhere/clarion.db");
        Assert.Equal((1, "There is no file /nowhere/clarion.db.\n"), await CodeAsync(missing));
        using var nothing = MigrateProcess.Start(store);
        Assert.Equal(2, (await CodeAsync(nothing)).Code);
        using var name = MigrateProcess.Start(store, "--from", "x", "--name", "a/b");
        Assert.Equal(2, (await CodeAsync(name)).Code);
        await store.OpenAsync();
    }

    private static async Task<(int Code, string Errors)> CodeAsync(MigrateProcess process)
    {
        var (code, _, errors) = await process.EndAsync(Cancel);
        return (code, errors);
    }

    // First in the middle of the first journal, then with some stored and another begun.
    private static async Task KillAndRunAgainAsync(TestStore store, string journals)
    {
        var seen = new HashSet<(int Kill, string Journal)>();
        using var database = ManyFlows();
        for (var kill = 0; ; kill++)
        {
            using var process = MigrateProcess.Start(store, "--from", database.Path, "--json");
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            deadline.CancelAfter(TimeSpan.FromMinutes(2));
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!process.HasEnded && CountJournals(journals, kill, seen) <= kill)
            {
                await look.WaitForNextTickAsync(deadline.Token);
            }

            if (process.HasEnded)
            {
                var (code, output, errors) = await process.EndAsync(Cancel);
                Assert.True(code == 0, output + errors);
                Assert.True(kill >= 2, $"It was killed {kill} times only.");
                return;
            }

            await process.KillAsync(Cancel);
        }
    }

    private static int CountJournals(string folder, int kill, HashSet<(int Kill, string Journal)> seen)
    {
        seen.UnionWith((Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.journal") : []).Select(path => (kill, Path.GetFileName(path))));
        return seen.Count(journal => journal.Kill == kill);
    }

    private static LegacyDatabase ManyFlows() => LegacyDatabase.OfGroups().Run(string.Create(CultureInfo.InvariantCulture, $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows})
        INSERT INTO netflow (src_ip, dst_ip, src_port, dst_port, protocol, bytes, packets, flow_start, flow_end, switch_id, received_at)
        SELECT '10.1.' || (i % 7) || '.' || (i % 250), '10.250.200.' || (i % 40), 40000 + i % 20000, 443, 6, 1000 + i % 500, 10, 1766500000 + i / 100, 1766500005 + i / 100,
            'SW' || (i % 50), '2025-12-24 15:00:00' FROM n
        """));

    private static async Task AssertWholeAsync(TestStore store)
    {
        var expected = Enumerable.Range(1, Rows).Sum(i => 1000L + i % 500);
        var import = Assert.Single(await store.Target.Archive.ReadImportsAsync(Cancel));
        Assert.NotNull(import.FinishedAt);
        Assert.Equal(Rows, await store.Target.Flows.CountStoredAsync(Cancel));
        var sums = (await store.Queries.SummarizeAsync(new SummaryRequest(Ever, null, ["exporter"], null, 10), Cancel)).Total;
        Assert.Equal((Rows, expected), (sums.Flows, (long)sums.RawBytes));
        var ends = (await store.Queries.SummarizeAsync(new SummaryRequest(Ever, null, ["src.device"], null, 10), Cancel)).Total;
        Assert.Equal((Rows, expected), (ends.Flows, (long)ends.RawBytes));
    }
}
