using System.Net;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale;
using Clarion.Storage.Timescale.Cluster;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>The meeting place of a cluster, through the providers that use it.</summary>
public sealed class ClusteringTests(PostgresServers servers)
{
    private const string CountSql = "INSERT INTO store_counters AS c (name, value) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = c.value + 1";

    private static readonly DateTime Start = new(2026, 11, 28, 9, 0, 0, 123, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_not_seen_the_newest_version_changes_nothing()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = Host(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        var empty = await table.ReadAllAsync(Cancel);
        Assert.Empty(empty.Members);
        var one = Entry(11111);
        Assert.True(await table.InsertRowAsync(one, empty.Version.Next(), Cancel));
        Assert.False(await table.InsertRowAsync(Entry(11112), empty.Version.Next(), Cancel));

        var now = await table.ReadAllAsync(Cancel);
        Assert.Equal(empty.Version.Version + 1, now.Version.Version);
        Assert.False(await table.InsertRowAsync(one, now.Version.Next(), Cancel));
        Assert.Equal(now.Version.Version, (await table.ReadAllAsync(Cancel)).Version.Version);
        var (read, etag) = await RowAsync(table, one.SiloAddress);
        Assert.Equal(
            (one.SiloName, one.HostName, SiloStatus.Joining, one.ProxyPort, Start, Start),
            (read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));

        read.Status = SiloStatus.Active;
        read.AddSuspector(one.SiloAddress, Start);
        Assert.True(await table.UpdateRowAsync(read, etag, now.Version.Next(), Cancel));
        Assert.False(await table.UpdateRowAsync(read, etag, now.Version.Next(), Cancel));
        var (active, _) = await RowAsync(table, one.SiloAddress);
        Assert.Equal(SiloStatus.Active, active.Status);
        Assert.Equal(Start, Assert.Single(active.SuspectTimes!).Item2);
    }

    [Fact]
    public async Task Of_many_that_join_at_once_each_joins_once()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = Host(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async port =>
        {
            while (!await table.InsertRowAsync(Entry(port), (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel))
            {
            }
        }));
        var all = await table.ReadAllAsync(Cancel);
        Assert.Equal((8, 8), (all.Members.Count, all.Version.Version));
    }

    [Fact]
    public async Task A_sign_of_life_never_goes_back_and_the_long_dead_are_forgotten()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = Host(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        var (alive, dead) = (Entry(11111), Entry(11112, SiloStatus.Dead));
        Assert.True(await table.InsertRowAsync(alive, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        Assert.True(await table.InsertRowAsync(dead, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        await table.UpdateIAmAliveAsync(Entry(11111, alive: Start.AddMinutes(1)), Cancel);
        await table.UpdateIAmAliveAsync(Entry(11111, alive: Start.AddSeconds(1)), Cancel);
        Assert.Equal(Start.AddMinutes(1), (await RowAsync(table, alive.SiloAddress)).Entry.IAmAliveTime);

        await table.CleanupDefunctSiloEntriesAsync(Start, Cancel);
        Assert.Equal(2, (await table.ReadAllAsync(Cancel)).Members.Count);
        await table.CleanupDefunctSiloEntriesAsync(Start.AddHours(1), Cancel);
        Assert.Equal(alive.SiloAddress, Assert.Single((await table.ReadAllAsync(Cancel)).Members).Item1.SiloAddress);
        await table.DeleteMembershipTableEntriesAsync("clarion", Cancel);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        Assert.Empty((await table.ReadAllAsync(Cancel)).Members);
    }

    [Fact]
    public async Task Only_active_silos_with_a_port_for_clients_are_gateways_of_the_cluster()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = Host(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        foreach (var entry in new[] { Entry(11111, SiloStatus.Active), Entry(11112), Entry(11113, SiloStatus.Active, proxyPort: 0) })
        {
            Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        }

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        Add(builder.Services, store);
        builder.UseOrleansClient(client =>
        {
            client.UseClarionTimescaleClustering();
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("clarion", "clarion"));
        });
        using var console = builder.Build();
        var gateways = console.Services.GetRequiredService<Orleans.Messaging.IGatewayListProvider>();
        await gateways.InitializeGatewayListProviderAsync(Cancel);
        Assert.Equal(30000, Assert.Single(await gateways.GetGatewaysAsync(Cancel)).Port);
    }

    [Fact]
    public async Task Reminders_are_kept_by_hash_and_changed_by_version()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = Host(store);
        var table = host.Services.GetRequiredService<IReminderTable>();
        await table.StartAsync(Cancel);
        var grain = GrainId.Create("connector", "ise");
        var reminder = new ReminderEntry { GrainId = grain, ReminderName = "keep", StartAt = Start, Period = TimeSpan.FromMinutes(1) };
        var first = await table.UpsertRow(reminder, Cancel);
        var second = await table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "keep", StartAt = Start, Period = TimeSpan.FromMinutes(2) }, Cancel);
        Assert.NotEqual(first, second);
        await table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "other", StartAt = Start, Period = TimeSpan.FromMinutes(3) }, Cancel);
        var read = await table.ReadRow(grain, "keep", Cancel);
        Assert.NotNull(read);
        Assert.Equal((Start, TimeSpan.FromMinutes(2), second), (read.StartAt, read.Period, read.ETag));
        Assert.Equal(2, (await table.ReadRows(grain, Cancel)).Reminders.Count);

        // The hash lies in one of two halves of the ring, wherever it is cut.
        var hash = grain.GetUniformHashCode();
        Assert.Equal(2, (await table.ReadRows(hash - 1, hash, Cancel)).Reminders.Count);
        Assert.Empty((await table.ReadRows(hash, hash - 1, Cancel)).Reminders);
        Assert.Equal(2, (await table.ReadRows(hash - 1, hash + 1, Cancel)).Reminders.Count);
        Assert.Equal(2, (await table.ReadRows(0, 0, Cancel)).Reminders.Count);

        Assert.False(await table.RemoveRow(grain, "keep", first!, Cancel));
        Assert.True(await table.RemoveRow(grain, "keep", second!, Cancel));
        Assert.Single((await table.ReadRows(grain, Cancel)).Reminders);
    }

    [Fact]
    public async Task A_silo_that_is_dead_to_the_others_writes_nothing_even_what_it_had_begun()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = await MemberAsync(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        var database = host.Services.GetRequiredService<TimescaleDatabase>();
        var self = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        await database.WriteAsync(session => Count(session, "alive"), Cancel);

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goesOn = new ManualResetEventSlim();
        var writing = database.WriteAsync(
            session =>
            {
                Count(session, "begun");
                written.SetResult();
                goesOn.Wait(Cancel);
            },
            Cancel);
        await written.Task;
        await DeclareDeadAsync(table, self);
        goesOn.Set();
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => writing);
        Assert.Contains("dead", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.WriteFlowsAsync(session => session.Execute(CountSql, "after"), Cancel));
        Assert.Equal((1, 0, 0), (await CountedAsync(store, "alive"), await CountedAsync(store, "begun"), await CountedAsync(store, "after")));

        // What a process writes that has left by itself is no silo's.
        host.Services.GetRequiredService<SiloFence>().Lower();
        await database.WriteAsync(session => Count(session, "left"), Cancel);
        Assert.Equal(1, await CountedAsync(store, "left"));
        await host.Services.GetRequiredService<TimescaleDatabase>().CloseAsync();
    }

    [Fact]
    public async Task Whoever_declares_a_silo_dead_waits_for_what_it_was_let_through_with()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = await MemberAsync(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        var fence = host.Services.GetRequiredService<SiloFence>();
        var self = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        await using var connection = new NpgsqlConnection(store.Engine.ConnectionString + ";Pooling=false;Search Path=clarion");
        await connection.OpenAsync(Cancel);
        var session = new SqlSession(connection, TimescaleDialect.Instance, store.Database.Hours);
        Task declaring;
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            fence.Check(session);
            declaring = DeclareDeadAsync(table, self);
            while (await store.Database.ReadAsync(
                other => other.Scalar<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"), Cancel) == 0)
            {
                Assert.False(declaring.IsCompleted, "It was declared dead while it might still commit.");
            }

            await transaction.CommitAsync(Cancel);
        }

        await declaring;
        Assert.Throws<StoreUnavailableException>(() => fence.Check(session));
        await host.Services.GetRequiredService<TimescaleDatabase>().CloseAsync();
    }

    [Fact]
    public async Task What_a_dead_silo_has_open_in_the_database_is_ended_also_while_it_copies()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        using var host = await MemberAsync(store);
        using var other = await MemberAsync(store, 22222);
        var self = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var still = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goesOn = new ManualResetEventSlim();
        var copying = host.Services.GetRequiredService<TimescaleDatabase>().WriteAsync(
            session =>
            {
                Count(session, "copied");
                using var copy = RowCopy.Begin((NpgsqlConnection)session.Connection, "watermarks (partition, commit_number)");
                still.SetResult();
                goesOn.Wait(Cancel);
                copy.Row(2);
                copy.Integer(1);
                copy.Big(1);
                copy.Complete();
            },
            Cancel);
        await still.Task;

        var keeper = other.Services.GetRequiredService<SiloFenceKeeper>();
        Assert.Equal(0, await keeper.EndAsync([SiloAddress.New(self.Endpoint, self.Generation + 1)], Cancel));
        Assert.NotEqual(0, await keeper.EndAsync([self], Cancel));
        await other.Services.GetRequiredService<TimescaleDatabase>().WriteAsync(session => Count(session, "copied"), Cancel);
        goesOn.Set();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => copying);
        Assert.Equal(1, await CountedAsync(store, "copied"));
        await host.Services.GetRequiredService<TimescaleDatabase>().CloseAsync();
        await other.Services.GetRequiredService<TimescaleDatabase>().CloseAsync();
    }

    [Fact]
    public async Task A_silo_is_fenced_from_when_it_joins_until_it_has_left()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        store.Engine.Add(builder.Services, new ConfigurationBuilder().AddInMemoryCollection(store.Engine.Settings).Build());
        builder.UseOrleans(silo =>
        {
            silo.UseClarionTimescaleClustering();
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("clarion", "clarion"));
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort.Tcp(), FreePort.Tcp(), listenOnAnyHostAddress: false);
        });
        using var host = builder.Build();
        var (database, fence) = (host.Services.GetRequiredService<TimescaleDatabase>(), host.Services.GetRequiredService<SiloFence>());
        await database.OpenAsync(Cancel);
        Assert.False(fence.IsRaised);
        await host.StartAsync(Cancel);
        Assert.True(fence.IsRaised);
        await database.WriteAsync(session => Count(session, "member"), Cancel);
        await host.StopAsync(Cancel);
        Assert.False(fence.IsRaised);
        await database.WriteAsync(session => Count(session, "left"), Cancel);
        Assert.Equal((1, 1), (await CountedAsync(store, "member"), await CountedAsync(store, "left")));
        await database.CloseAsync();
    }

    private static void Count(SqlSession session, string name) => session.Execute(CountSql, name);

    private static Task<long> CountedAsync(TimescaleFixture store, string name) => store.Database.ReadAsync(
        session => session.Scalar<long>("SELECT coalesce(sum(value), 0)::bigint FROM store_counters WHERE name = $1", name), Cancel);

    private static async Task DeclareDeadAsync(IMembershipTable table, SiloAddress silo)
    {
        var (entry, etag) = await RowAsync(table, silo);
        entry.Status = SiloStatus.Dead;
        Assert.True(await table.UpdateRowAsync(entry, etag, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
    }

    // A process whose silo is in the cluster, with a store of its own on the same database; its grains do not run.
    private static async Task<IHost> MemberAsync(TimescaleFixture store, int port = 11111)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        store.Engine.Add(builder.Services, new ConfigurationBuilder().AddInMemoryCollection(store.Engine.Settings).Build());
        builder.UseOrleans(silo =>
        {
            silo.UseClarionTimescaleClustering();
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("clarion", "clarion"));
            silo.Configure<EndpointOptions>(endpoint => (endpoint.AdvertisedIPAddress, endpoint.SiloPort) = (IPAddress.Loopback, port));
        });
        var host = builder.Build();
        await host.Services.GetRequiredService<TimescaleDatabase>().OpenAsync(Cancel);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancel);
        var self = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        Assert.True(await table.InsertRowAsync(Entry(self, SiloStatus.Active), (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        host.Services.GetRequiredService<SiloFence>().Raise("clarion");
        return host;
    }

    private static IHost Host(TimescaleFixture store)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        Add(builder.Services, store);
        builder.UseOrleans(silo =>
        {
            silo.UseClarionTimescaleClustering();
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("clarion", "clarion"));
        });
        return builder.Build();
    }

    private static void Add(IServiceCollection services, TimescaleFixture store) =>
        services.AddSingleton(store.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<TimescaleOptions>>());

    private static async Task<(MembershipEntry Entry, string ETag)> RowAsync(IMembershipTable table, SiloAddress silo)
    {
        var (entry, etag) = Assert.Single((await table.ReadRowAsync(silo, Cancel)).Members);
        return (entry, etag);
    }

    private static MembershipEntry Entry(int port, SiloStatus status = SiloStatus.Joining, DateTime? alive = null, int proxyPort = 30000) =>
        Entry(SiloAddress.New(IPAddress.Loopback, port, 7), status, alive, proxyPort);

    private static MembershipEntry Entry(SiloAddress silo, SiloStatus status, DateTime? alive = null, int proxyPort = 30000) => new()
    {
        SiloAddress = silo,
        SiloName = FormattableString.Invariant($"silo-{silo.Endpoint.Port}"),
        HostName = "host",
        Status = status,
        ProxyPort = proxyPort,
        StartTime = Start,
        IAmAliveTime = alive ?? Start,
    };
}
