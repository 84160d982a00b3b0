using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>Files that cannot be opened are named in a plain sentence and left alone.</summary>
public sealed class OpeningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        await using var store = DuckDbFixture.Create();
        await File.WriteAllTextAsync(store.FilePath, new string('x', 50_000), Cancel);
        await RefusedAsync(store, "clarion.duckdb", "damaged");
        Assert.Equal(50_000, new FileInfo(store.FilePath).Length);
    }

    [Fact]
    public async Task A_file_with_a_damaged_middle_is_refused_or_fails_with_a_plain_sentence()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        using var flows = Samples.Flows(200_000);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await store.Maintenance.CloseAsync(Cancel);
        await using (var file = new FileStream(store.FilePath, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 12_288;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)(file.Length - 12_288)).ToArray(), Cancel);
        }

        await RefusedAsync(store, "clarion.duckdb", "damaged");
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.Database.WriteAsync(WriterLane.Upkeep, connection => connection.Execute("INSERT INTO schema_version VALUES (9999, '9999_future', 0)"), Cancel);
        await store.Maintenance.CloseAsync(Cancel);
        await RefusedAsync(store, "newer Clarion", "9999");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_named()
    {
        var parent = Directory.CreateTempSubdirectory("clarion-storage-");
        try
        {
            var file = Path.Combine(parent.FullName, "taken");
            await File.WriteAllTextAsync(file, "", Cancel);
            await using var store = DuckDbFixture.Create(file);
            await RefusedAsync(store, "taken", "Clarion__DataDirectory");
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_store_in_use_by_another_process_is_refused_and_opens_when_that_has_ended()
    {
        await using var store = DuckDbFixture.Create();
        using (var other = await StoreProcess.StartAsync(store.Directory, Cancel))
        {
            await RefusedAsync(store, "another process", "Clarion__DataDirectory");
        }

        await store.Maintenance.OpenAsync(Cancel);
        Assert.True(await store.Flows.CountStoredAsync(Cancel) > 0);
    }

    [Fact]
    public async Task A_migration_is_applied_once()
    {
        await using var store = await DuckDbFixture.OpenAsync();
        await store.RestartAsync();
        var versions = await store.Database.ReadAsync(
            connection => connection.Scalar<long>("SELECT count(*) - count(DISTINCT version) FROM schema_version"), Cancel);
        Assert.Equal(0, versions);
    }

    private static async Task RefusedAsync(DuckDbFixture store, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Maintenance.OpenAsync(Cancel));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refused.Message);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Flows.CountStoredAsync(Cancel));
    }
}
