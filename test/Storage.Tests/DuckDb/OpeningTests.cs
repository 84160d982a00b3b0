using Clarion.Correlation.Conversations;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.Tests.Contracts;
using DuckDB.NET.Data;

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

    [Fact]
    public async Task What_was_stored_before_rows_could_be_withdrawn_is_there_afterwards()
    {
        await using var store = DuckDbFixture.Create();
        await using (var before = new DuckDBConnection($"DataSource={store.FilePath}"))
        {
            await before.OpenAsync(Cancel);
            before.Execute("CREATE TABLE schema_version (version INTEGER NOT NULL, name VARCHAR NOT NULL, applied_ms BIGINT NOT NULL)");
            foreach (var (version, name) in ((int, string)[])[(1, "0001_base"), (2, "0002_rollups"), (3, "0003_identity")])
            {
                using var text = new StreamReader(typeof(DuckDbDatabase).Assembly.GetManifestResourceStream($"Clarion.Storage.DuckDb.Schema.{name}.sql")!);
                before.Execute(await text.ReadToEndAsync(Cancel));
                before.Execute("INSERT INTO schema_version VALUES ($1, $2, 0)", version, name);
            }

            before.Execute(BeforeSignedCounters);
        }

        await store.Maintenance.OpenAsync(Cancel);
        var row = Assert.Single((await store.Rollups.ReadRowsAsync(3, 0, [7], Cancel)).Rows);
        Assert.Equal(
            ((ulong)long.MaxValue, 3u, ConversationMarks.Settled, (ushort)443), (row.Counters.BytesUp, row.Counters.FlowsUp, row.Key.Marks, row.Key.ServerPort));
        await store.Rollups.CommitAsync(Samples.Commit(3, 2), Cancel);
        Assert.Equal(4, (await store.Rollups.ReadRowsAsync(3, 0, null, Cancel)).Rows.Count);
        Assert.Equal(
            (long.MaxValue, 12L),
            await store.Database.ReadAsync(
                connection => (connection.Scalar<long>("SELECT max(bytes_up) FROM traffic_1h"), connection.Scalar<long>("SELECT max(bytes_down) FROM traffic_1h")),
                Cancel));

        // What later migrations make of it.
        Assert.Equal(
            (12L, 12L),
            await store.Database.ReadAsync(
                connection => (
                    connection.Scalar<long>("SELECT max(bytes_down) FROM segment_usage_1h WHERE exporter = 1 AND client_sgt = 4 AND server_sgt = 5"),
                    connection.Scalar<long>("SELECT max(bytes_down) FROM service_usage_1h WHERE protocol = 6 AND server_port = 443")),
                Cancel));
    }

    // As migrations 1 to 3 and their program left it: today's commit of one row, and an hour.
    private const string BeforeSignedCounters = """
        CREATE TABLE conversations_20261124 (partition INTEGER NOT NULL, commit_number BIGINT NOT NULL, batch BIGINT NOT NULL, bucket UINTEGER NOT NULL,
            exporter INTEGER NOT NULL, client UHUGEINT NOT NULL, server UHUGEINT NOT NULL, client_device UHUGEINT NOT NULL,
            server_device UHUGEINT NOT NULL, application UBIGINT NOT NULL, client_interface UINTEGER NOT NULL, server_interface UINTEGER NOT NULL,
            server_port USMALLINT NOT NULL, vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL,
            protocol UTINYINT NOT NULL, internal UTINYINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL,
            packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL,
            first_ms BIGINT NOT NULL, last_ms BIGINT NOT NULL, flows_up UINTEGER NOT NULL, flows_down UINTEGER NOT NULL,
            denied_flows UINTEGER NOT NULL);
        INSERT INTO conversations_20261124 VALUES (3, 1, 1, 5000000, 1, 7, 8, 7, 8, 0, 1, 2, 443, 0, 4, 5, 6, 3, 18446744073709551615, 12, 1, 1, 23, 2, 9, 10, 3, 0, 0);
        INSERT INTO conversation_days VALUES (20781, 1, 5000000, 5000000, 1, 1, false);
        INSERT INTO exporters VALUES (1, 42, 0, 9);
        INSERT INTO watermarks VALUES (3, 1, 0);
        UPDATE store_counters SET value = 1 WHERE name = 'batch';
        INSERT INTO traffic_1h VALUES (5000000, 1, 1, 6, 443, 0, 4, 5, 0, 18446744073709551615, 12, 1, 1, 23, 2, 3, 0, 0);
        """;

    private static async Task RefusedAsync(DuckDbFixture store, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Maintenance.OpenAsync(Cancel));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refused.Message);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Flows.CountStoredAsync(Cancel));
    }
}
