using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>Flows in the journal are stored: they count, they are found, and they outlive the process.</summary>
public sealed class JournalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_counted_and_goes_into_the_tables_after_twenty_seconds()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(100);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        Assert.Empty(await store.Database.ReadAsync(FlowDays.Read, Cancel));
        Assert.Equal(100, await store.Flows.CountStoredAsync(Cancel));
        store.Time.Advance(TimeSpan.FromSeconds(20));
        await UntilInTablesAsync(store, 100);

        // The file goes when the transaction that made it needless is through.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (Journals(store.Directory).Length > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(100, await store.Flows.CountStoredAsync(Cancel));
    }

    [Theory]
    [InlineData(61_440, 4)]
    [InlineData(100_000, 2)]
    public async Task What_nearly_fills_two_row_groups_goes_into_the_tables_at_once(int rows, int appends)
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(rows);
        for (var window = 1; window < appends; window++)
        {
            await store.Flows.AppendAsync([Samples.Logged(window, flows)], Cancel);
        }

        Assert.Empty(await store.Database.ReadAsync(FlowDays.Read, Cancel));
        await store.Flows.AppendAsync([Samples.Logged(appends, flows)], Cancel);
        await UntilInTablesAsync(store, rows * appends);
    }

    [Fact]
    public async Task A_larger_call_than_those_before_does_not_go_into_their_transaction()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var small = Samples.Flows(65_000);
        using var large = Samples.Flows(122_880);
        await store.Flows.AppendAsync([Samples.Logged(1, small)], Cancel);
        await store.Flows.AppendAsync([Samples.Logged(2, small)], Cancel);
        await store.Flows.AppendAsync([Samples.Logged(3, large)], Cancel);
        await UntilInTablesAsync(store, 130_000);
        Assert.Equal(252_880, await store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task Counting_while_flows_move_never_goes_back_or_counts_twice()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(1000);
        var appended = 0L;
        var appending = Task.Run(
            async () =>
            {
                for (var window = 1; window <= 40; window++)
                {
                    Interlocked.Add(ref appended, 1000);
                    await store.Flows.AppendAsync([Samples.Logged(window, flows)], Cancel);
                    await store.BringAsync();
                }
            },
            Cancel);
        var last = 0L;
        while (!appending.IsCompleted)
        {
            var counted = await store.Flows.CountStoredAsync(Cancel);
            Assert.InRange(counted, last, Interlocked.Read(ref appended));
            last = counted;
        }

        await appending;
        Assert.Equal(40_000, await store.Flows.CountStoredAsync(Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(20_000)]
    public async Task A_frame_that_was_cut_short_is_left_out_and_those_before_it_are_not(int missing)
    {
        await using var store = DuckDbFixture.Create();
        await CrashAfterThreeAppendsAsync(store.Directory, path =>
        {
            using var file = File.OpenWrite(path);
            file.SetLength(file.Length - missing);
        });
        await store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(2000, await store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task A_frame_with_a_changed_byte_is_left_out()
    {
        await using var store = DuckDbFixture.Create();
        await CrashAfterThreeAppendsAsync(store.Directory, path =>
        {
            using var file = File.Open(path, FileMode.Open);
            file.Position = file.Length - 10;
            file.WriteByte(0xA5);
        });
        await store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(2000, await store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task A_journal_of_another_database_is_refused()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.Maintenance.CloseAsync(Cancel);
        await CrashAfterThreeAppendsAsync(store.Directory, _ => { }, onlyJournal: true);
        await using var again = DuckDbFixture.Create(store.Directory);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => again.Maintenance.OpenAsync(Cancel));
        Assert.Contains("belongs to another database", refused.Message, StringComparison.Ordinal);
        Directory.Delete(store.Directory, recursive: true);
        Directory.CreateDirectory(store.Directory);
    }

    [Fact]
    public async Task A_journal_whose_flows_are_in_the_tables_is_not_read_again()
    {
        await using var store = DuckDbFixture.Create();
        var kept = "";
        await CrashAfterThreeAppendsAsync(store.Directory, path =>
        {
            kept = path + ".kept";
            File.Copy(path, kept);
        });
        await store.Maintenance.OpenAsync(Cancel);
        Assert.Equal(3000, await store.Flows.CountStoredAsync(Cancel));
        File.Move(kept, kept[..^".kept".Length]);
        await store.RestartAsync();
        Assert.Equal(3000, await store.Flows.CountStoredAsync(Cancel));
        Assert.Empty(Journals(store.Directory));
    }

    [Fact]
    public async Task A_column_that_comes_up_during_the_day_starts_another_part_with_it()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var plain = Samples.Flows(10);
        using var named = Samples.Flows(10);
        named.NatEvent[3] = 7;
        named.MarkWritten(Samples.Columns(FlowColumn.NatEvent));
        var sequence = 0;
        foreach (var flows in new[] { plain, named, plain })
        {
            await store.Flows.AppendAsync([Samples.Logged(++sequence, flows)], Cancel);
            await store.BringAsync();
        }

        var parts = await store.Database.ReadAsync(FlowDays.Read, Cancel);
        Assert.Equal(["flows_20260301", "flows_20260301_2"], parts.Select(part => part.Table));
        Assert.Equal([10L, 20L], parts.Select(part => part.Rows));
        Assert.Equal([false, true], parts.Select(part => part.Columns.Contains(FlowColumn.NatEvent)));
        using var next = Samples.Flows(10, Samples.Noon.AddDays(1));
        await store.Flows.AppendAsync([Samples.Logged(4, next)], Cancel);
        await store.BringAsync();
        Assert.True((await store.Database.ReadAsync(FlowDays.Read, Cancel))[^1].Columns.Contains(FlowColumn.NatEvent));
    }

    private static string[] Journals(string directory) => Directory.GetFiles(directory, "*.journal");

    /// <summary>Leaves what a process leaves that dies after three appends of a thousand flows.</summary>
    private static async Task CrashAfterThreeAppendsAsync(string directory, Action<string> damage, bool onlyJournal = false)
    {
        await using var running = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(1000);
        for (var window = 1; window <= 3; window++)
        {
            await running.Flows.AppendAsync([Samples.Logged(window, flows)], Cancel);
        }

        Directory.CreateDirectory(directory);
        foreach (var file in onlyJournal ? Journals(running.Directory) : Directory.GetFiles(running.Directory))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
        }

        damage(Assert.Single(Journals(directory)));
    }

    private static async Task UntilInTablesAsync(DuckDbFixture store, long rows)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await store.Database.ReadAsync(FlowDays.Read, deadline.Token)).Sum(part => part.Rows) < rows)
        {
            await Task.Yield();
        }
    }
}
