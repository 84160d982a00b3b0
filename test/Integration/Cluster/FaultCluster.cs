using System.Globalization;
using System.Net;
using Clarion.Integration.Harness;
using Clarion.Queues.Tests.Broker;
using Clarion.Storage.Tests.Timescale;
using Npgsql;

namespace Clarion.Integration.Cluster;

/// <summary>
/// Two silos, two gateways and a console, each a process, over a database and a broker of their own, each silo and gateway with its own way to the
/// database. Whatever is done to them under load, every flow has to be counted once.
/// </summary>
internal sealed class FaultCluster : IAsyncDisposable
{
    private const int FlowsPerSecond = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly List<ClusterMember> _members = [];
    private readonly long[] _expected = new long[2];
    private readonly string _databaseName;

    private FaultCluster(PostgresServer database, SmallDisk? disk, string databaseName, RabbitMqNode broker)
    {
        (Database, DatabaseDisk, _databaseName, Broker) = (database, disk, databaseName, broker);
        Silos = [Add("silo", "silo-0"), Add("silo", "silo-1")];
        Gateways = [Add("gateway", "gateway-0"), Add("gateway", "gateway-1")];
        Web = Add("web", "web");
    }

    public PostgresServer Database { get; }

    /// <summary>What the database lies on, where it can be a disk of its own.</summary>
    public SmallDisk? DatabaseDisk { get; }

    public RabbitMqNode Broker { get; }

    public IReadOnlyList<ClusterMember> Silos { get; }

    public IReadOnlyList<ClusterMember> Gateways { get; }

    public ClusterMember Web { get; }

    /// <summary>The way of each member to the database, by its name.</summary>
    public Dictionary<string, TcpRelay> Ways { get; } = new(StringComparer.Ordinal);

    /// <summary>What is sent while a fault lasts.</summary>
    public SteadyLoad Load { get; private set; } = null!;

    /// <summary>The database, asked directly.</summary>
    public string ConnectionString => Database.ConnectionString(_databaseName);

    /// <summary>What all processes have written.</summary>
    public string Output => string.Join('\n', _members.Select(member => member.Output));

    /// <summary>Starts everything.</summary>
    /// <param name="program">The build that it starts, when not today's.</param>
    public static async Task<FaultCluster> StartAsync(string? program = null)
    {
        RabbitMqNode.Require();
        PostgresServers.RequireTimescale();

        // Short: the name of a socket goes below it.
        var home = "/tmp/clarion-" + Guid.NewGuid().ToString("N")[..8];
        var disk = SmallDisk.TryMount(PostgresServers.TreePath + home);
        var database = await PostgresServers.OwnTimescaleAsync(home);
        var cluster = new FaultCluster(database, disk, await database.CreateDatabaseAsync(), await RabbitMqNode.StartAsync());
        try
        {
            cluster._members.ForEach(member => member.Program = program ?? member.Program);
            await Task.WhenAll(cluster._members.Select(member => member.StartAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does something to the cluster while flows come in, and checks that each was counted once.</summary>
    public async Task UnderLoadAsync(Func<Task> fault)
    {
        await using var load = new SteadyLoad(Gateways.Select(gateway => gateway.Process.NetFlowPort), FlowsPerSecond);
        Load = load;
        await CountsMoreThanAsync(await CountedAsync());
        await fault();
        await load.StopAsync();
        for (var gateway = 0; gateway < Gateways.Count; gateway++)
        {
            _expected[gateway] += load.SentTo(gateway);
        }

        await CountedOnceAsync(_expected.Sum());
    }

    /// <summary>
    /// Flows that were sent to a gateway and are not in the flow log, because it was killed before it had written them down. They are expected no longer.
    /// Nothing may be sent to it, and it must have started again.
    /// </summary>
    public async Task<long> LostAsync(int gateway)
    {
        var logged = await ScalarAsync(
            $"SELECT count(*) FROM clarion.flows f JOIN clarion.lanes l ON l.id = f.lane WHERE l.gateway = '{Gateways[gateway].Name}'");
        var lost = _expected[gateway] + Load.SentTo(gateway) - logged;
        _expected[gateway] -= lost;
        return lost;
    }

    /// <summary>Partitions by the member that holds them.</summary>
    public async Task<ILookup<ClusterMember, int>> HeldAsync()
    {
        ILookup<ClusterMember, int>? held = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var partitions = await RoleCluster.PartitionsAsync(Web.Process);
                held = partitions.SelectMany(silo => silo, (silo, p) => (Silo: MemberOf(silo.Key), Partition: p.GetProperty("partition").GetInt32()))
                    .Where(p => p.Silo is not null).ToLookup(p => p.Silo!, p => p.Partition);
                return held.Sum(silo => silo.Count()) == RoleCluster.Partitions;
            },
            Patience,
            () => Output);
        return held!;
    }

    /// <summary>Whether both silos hold partitions, each of those whose queues it reads.</summary>
    public async Task<bool> IsSharedOutAsync()
    {
        var partitions = await RoleCluster.PartitionsAsync(Web.Process);
        return Silos.All(silo => partitions[SiloName(silo)].Any())
            && partitions.All(silo => silo.All(p => p.GetProperty("receiver").GetString() == silo.Key))
            && partitions.Sum(silo => silo.Count()) == RoleCluster.Partitions;
    }

    /// <summary>Waits until more flows than these are in committed rows.</summary>
    public Task CountsMoreThanAsync(long flows) => Eventually.TrueAsync(async () => await CountedAsync() > flows, Patience, () => Output);

    /// <summary>Flows in committed rows.</summary>
    public Task<long> CountedAsync() => ScalarAsync("SELECT coalesce(sum(flows_up + flows_down), 0)::bigint FROM clarion.conversations");

    /// <summary>The newest migration that the store has had.</summary>
    public Task<long> SchemaVersionAsync() => ScalarAsync("SELECT max(version)::bigint FROM clarion.schema_version");

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members))
        {
            await member.DisposeAsync();
        }

        foreach (var way in Ways.Values)
        {
            await way.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
        DatabaseDisk?.Dispose();
    }

    private async Task CountedOnceAsync(long expected)
    {
        var counted = 0L;
        await Eventually.TrueAsync(
            async () => (counted = await CountedAsync()) >= expected,
            Patience,
            () => string.Create(CultureInfo.InvariantCulture, $"{counted} of {expected} flows were counted.\n{Output}"));
        await Totals.AppliedAsync(Web.Process, expected, Patience);

        // Devices and pairs are told after the commit.
        await Eventually.TrueAsync(async () => await PairFlowsAsync() >= expected, Patience, () => Output);
        Assert.Equal(expected, await PairFlowsAsync());
        Assert.Empty((await Web.Process.GetAsync("/api/v1/queue")).GetProperty("deadLetters").EnumerateArray());
    }

    private async Task<long> PairFlowsAsync()
    {
        var (status, answer) = await Web.Process.SendAsync(HttpMethod.Get, "/api/v1/matrix/17/23", "");
        return status == HttpStatusCode.OK ? answer.GetProperty("total").GetProperty("flows").GetInt64() : 0;
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Fixed text, and names of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private ClusterMember? MemberOf(string siloName) => Silos.FirstOrDefault(silo => SiloName(silo) == siloName);

    private static string SiloName(ClusterMember silo) => $"{Environment.MachineName}:{silo.Settings["Clarion__Cluster__SiloPort"]}";

    private ClusterMember Add(string roles, string name)
    {
        var way = new TcpRelay(Database.Port);
        Ways.Add(name, way);
        var direct = new NpgsqlConnectionStringBuilder(ConnectionString) { Port = way.Port, ApplicationName = name };
        var settings = RoleCluster.Settings(name, direct.ConnectionString, Broker);
        settings["Clarion__Cluster__SiloPort"] = $"{FreePort.Tcp()}";
        settings["Clarion__Cluster__ClientPort"] = $"{FreePort.Tcp()}";
        settings["Clarion__Collector__NetFlowPort"] = $"{FreePort.Udp()}";
        var data = new DataDirectory();
        var member = new ClusterMember(roles, name, data, settings) { Disk = roles == "gateway" ? SmallDisk.TryMount(data.Path) : null };
        _members.Add(member);
        return member;
    }
}
