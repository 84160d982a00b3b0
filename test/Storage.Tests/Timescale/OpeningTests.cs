using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Timescale.Queries;
using Clarion.Storage.Timescale.Schema;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>What a server must be and have, and what a store says when it is not or has not.</summary>
public sealed class OpeningTests(PostgresServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_processes_that_start_at_once_on_an_empty_database_all_open_it()
    {
        await using var first = await TimescaleFixture.CreateAsync(await servers.TimescaleAsync());
        var others = Enumerable.Range(0, 9).Select(_ => first.Beside()).ToList();
        try
        {
            await Task.WhenAll(others.Append(first).Select(store => store.Maintenance.OpenAsync(Cancel)));
            Assert.All(others.Append(first), store => Assert.Equal(TableLayout.Hypertables, store.Database.Server.Layout));
            Assert.Equal(
                await first.Database.ReadAsync(session => session.Scalar<int>("SELECT max(version) FROM schema_version"), Cancel),
                await first.Database.ReadAsync(session => (int)session.Scalar<long>("SELECT count(*) FROM schema_version"), Cancel));
        }
        finally
        {
            foreach (var other in others)
            {
                await other.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await store.Database.WriteAsync(
            session => session.Execute("INSERT INTO schema_version (version, name) VALUES (9999, '9999_future.hypertable')"), Cancel);
        await store.Maintenance.CloseAsync(Cancel);
        await RefusedAsync(store, "newer Clarion", "9999");
    }

    [Fact]
    public async Task A_migration_that_was_interrupted_goes_on_where_it_was()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await store.Database.WriteAsync(
            session => session.Execute("DELETE FROM schema_version WHERE version >= (SELECT version FROM schema_version WHERE name = '0004_rollups')"), Cancel);
        await store.Database.WriteAsync(
            session =>
            {
                session.Execute("DROP TABLE upkeep_results; DROP TABLE legacy_rows, legacy_imports; DROP TABLE hosts, biflow_parts; DROP TABLE biflows; DROP TABLE places; DELETE FROM store_counters WHERE name = 'places'; DROP TABLE key_ring; DROP TABLE audit_log; DROP SEQUENCE audit_numbers; DROP TABLE access_events; DROP SEQUENCE access_numbers; DROP TABLE trustsec_groups, trustsec_acls, trustsec_cells, trustsec_downloads, reported_groups, orleansquery, cluster_members, cluster_versions, reminders; DROP FUNCTION settle_silo");
                foreach (var table in RollupTables(session))
                {
                    session.Execute($"DROP TABLE {table}");
                }
            },
            Cancel);
        await store.RestartAsync();
        await store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel);
        await store.Maintenance.MaintainAsync(Samples.Noon.AddHours(1), Cancel);
        Assert.Equal(1, await store.Database.ReadAsync(session => (int)session.Scalar<long>("SELECT count(*) FROM rollup_levels WHERE name = 'traffic_5m'"), Cancel));
    }

    [Fact]
    public async Task Segments_and_services_of_a_store_that_had_none_are_made_from_its_traffic_and_go_on_from_there()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await store.Rollups.CommitAsync(Samples.Commit(0, 1), Cancel);
        await store.Maintenance.MaintainAsync(Samples.Noon.AddHours(1), Cancel);
        var traffic = await SumsAsync("traffic");
        Assert.True(traffic.Rows > 0);
        await store.Database.WriteAsync(
            session => session.Execute(
                """
                DROP TABLE segment_usage_5m, segment_usage_1h, service_usage_5m, service_usage_1h;
                DELETE FROM rollup_levels WHERE name ~ '^(segment|service)_usage';
                DELETE FROM schema_version WHERE version >= (SELECT version FROM schema_version WHERE name = '0015_segments')
                """),
            Cancel);
        await store.RestartAsync();
        Assert.Equal(traffic.Sums, (await SumsAsync("segment_usage")).Sums);
        Assert.Equal(traffic.Sums, (await SumsAsync("service_usage")).Sums);
        await store.Rollups.CommitAsync(Samples.Commit(0, 2), Cancel);
        await store.Maintenance.MaintainAsync(Samples.Noon.AddHours(2), Cancel);
        traffic = await SumsAsync("traffic");
        Assert.Equal(traffic.Sums, (await SumsAsync("segment_usage")).Sums);
        Assert.Equal(traffic.Sums, (await SumsAsync("service_usage")).Sums);

        Task<(long Rows, string Sums)> SumsAsync(string family) => store.Database.ReadAsync(
            session => (
                session.Scalar<long>($"SELECT count(*) FROM {family}_5m"),
                session.Scalar<string>($"""
                    SELECT concat_ws(' ', (SELECT concat_ws(' ', sum(bytes_up), sum(bytes_down), sum(flows_up), sum(denied_flows), max(batch)) FROM {family}_5m),
                        (SELECT concat_ws(' ', sum(bytes_up), sum(bytes_down), sum(flows_up), sum(denied_flows), max(batch)) FROM {family}_1h))
                    """)),
            Cancel);
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_refused_and_said_to_be_so_while_running()
    {
        var server = await servers.TimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        await server.ExecuteAsync(store.Engine.Database, $"ALTER DATABASE {store.Engine.Database} SET default_transaction_read_only = on");

        // Connections that were open keep their setting, so a new process meets it.
        await store.Maintenance.CloseAsync(Cancel);
        await RefusedAsync(store, "replica", "primary");
        await server.ExecuteAsync(store.Engine.Database, $"SET transaction_read_only = off; ALTER DATABASE {store.Engine.Database} RESET default_transaction_read_only");
        await store.Maintenance.OpenAsync(Cancel);
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Database.WriteAsync(
            session =>
            {
                session.Execute("SET TRANSACTION READ ONLY");
                session.Execute("UPDATE store_counters SET value = 0 WHERE name = 'batch'");
            },
            Cancel));
        Assert.Contains("read-only", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_told_which_to_get()
    {
        var server = await servers.TimescaleAsync();
        var engine = await TimescaleEngine.CreateAsync(server);
        await server.ExecuteAsync(
            engine.Database, $"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; REVOKE CREATE ON DATABASE {engine.Database} FROM PUBLIC, guest");
        await engine.DisposeAsync();

        await using var store = await TimescaleFixture.CreateAsync(server, Connection(server, "guest"));
        await RefusedAsync(store, "may not create schema clarion", "GRANT");
        await server.ExecuteAsync(store.Engine.Database, "CREATE SCHEMA clarion; GRANT USAGE ON SCHEMA clarion TO guest");
        await RefusedAsync(store, "may not create tables", "GRANT CREATE");

        KeyValuePair<string, string?> Connection(PostgresServer to, string user) =>
            new("Clarion:Timescale:ConnectionString", to.ConnectionString("{database}").Replace("Username=postgres", "Username=" + user, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_load_the_extension_is_told_what_to_change()
    {
        await using var server = await PostgresServers.OwnWithoutPreloadAsync();
        await using var store = await TimescaleFixture.CreateAsync(server);
        await RefusedAsync(store, "shared_preload_libraries", "UseExtension=false");
        await using var plain = await TimescaleFixture.OpenAsync(server, new KeyValuePair<string, string?>("Clarion:Timescale:UseExtension", "false"));
        Assert.Equal(TableLayout.Partitions, plain.Database.Server.Layout);
    }

    [Fact]
    public async Task A_store_keeps_the_layout_it_was_created_with()
    {
        var server = await servers.TimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server, new KeyValuePair<string, string?>("Clarion:Timescale:UseExtension", "false"));
        Assert.Equal(TableLayout.Partitions, store.Database.Server.Layout);
        await store.Maintenance.CloseAsync(Cancel);
        await server.ExecuteAsync(store.Engine.Database, "CREATE EXTENSION timescaledb");
        await store.RestartAsync();
        Assert.Equal(TableLayout.Partitions, store.Database.Server.Layout);
        Assert.NotNull(store.Database.Server.Extension);
        using var flows = Samples.Flows(10);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        Assert.Equal(10, await store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task A_store_that_lost_the_extension_is_refused()
    {
        var server = await servers.TimescaleAsync();
        await using var store = await TimescaleFixture.OpenAsync(server);
        await store.Maintenance.CloseAsync(Cancel);
        await server.ExecuteAsync(store.Engine.Database, "DROP EXTENSION timescaledb CASCADE");
        await RefusedAsync(store, "TimescaleDB", "install the extension again");
    }

    [Theory]
    [InlineData("Port=1;Timeout=2", "cannot be reached")]
    [InlineData("Database=nowhere", "does not exist")]
    public async Task A_database_that_is_not_there_is_told_without_the_password(string change, string says)
    {
        var server = await servers.TimescaleAsync();
        await using var store = await TimescaleFixture.CreateAsync(
            server, new KeyValuePair<string, string?>("Clarion:Timescale:ConnectionString", $"{server.ConnectionString("{database}")};Password=sesame-4711;{change}"));
        var message = await RefusedAsync(store, says);
        Assert.DoesNotContain("sesame-4711", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_do_not_use_one_directory()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await using var other = await TimescaleFixture.CreateAsync(
            await servers.TimescaleAsync(), new KeyValuePair<string, string?>("Clarion:DataDirectory", store.Engine.Directory));
        await RefusedAsync(other, store.Engine.Directory, "another process");
    }

    [Fact]
    public async Task The_table_has_the_columns_of_a_flow_in_their_types()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        var stored = await store.Database.ReadAsync(
            session =>
            {
                var columns = new List<(string, string, bool)>();
                using var reader = session.Query(
                    """
                    SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
                    WHERE attrelid = 'flows'::regclass AND attnum > 0 AND attname NOT IN ('rowid', 'lane', 'sequence')
                    """);
                while (reader.Read())
                {
                    columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
                }

                return columns;
            },
            Cancel);
        Assert.Equal(
            FlowTable.Columns.Select(column => (column.Name, TimescaleDialect.Instance.Name(column.Type), FlowTable.Core.Contains(column.Column))).Order(),
            stored.Order());
    }

    private static List<string> RollupTables(Clarion.Storage.Sql.SqlSession session)
    {
        var tables = new List<string>();
        using var reader = session.Query(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'clarion' AND (tablename ~ '_(5m|1h|1d)$' OR tablename IN ('rollup_levels', 'rollup_errors', 'rollup_counts', 'upkeep_runs', 'retention_deleted'))");
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static async Task<string> RefusedAsync(TimescaleFixture store, params string[] words)
    {
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Maintenance.OpenAsync(Cancel));
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', fault.Message);
        return fault.Message;
    }
}
