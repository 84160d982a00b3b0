using System.Globalization;
using System.Net;
using System.Text.Json;
using Clarion.Integration.Harness;
using Clarion.Queues.Tests.Broker;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Integration.Cluster;

/// <summary>Processes with a role each, over a real database and a real broker.</summary>
internal sealed class RoleCluster(RabbitMqNode broker, string connectionString) : IAsyncDisposable
{
    public const int Partitions = 8;

    private readonly List<ClusterMember> _members = [];

    /// <summary>Brings up the database and the broker, and no process yet.</summary>
    public static async Task<RoleCluster> PrepareAsync(PostgresServers servers)
    {
        var server = await servers.TimescaleAsync();
        var broker = await RabbitMqNode.StartAsync();
        return new RoleCluster(broker, server.ConnectionString(await server.CreateDatabaseAsync()) + ";Password=sesame-4711");
    }

    /// <summary>Settings of a member.</summary>
    public static Dictionary<string, string> Settings(string name, string connectionString, RabbitMqNode broker) => new(StringComparer.Ordinal)
    {
        ["Clarion__Storage__Engine"] = "timescale",
        ["Clarion__Timescale__ConnectionString"] = connectionString,
        ["Clarion__Cluster__Kind"] = "postgres",
        ["Clarion__Cluster__Address"] = "127.0.0.1",
        ["Clarion__Cluster__SiloPort"] = "0",
        ["Clarion__Cluster__ClientPort"] = "0",
        ["Clarion__Collector__GatewayName"] = name,
        ["Clarion__Grains__Partitions"] = Partitions.ToString(CultureInfo.InvariantCulture),
        ["Clarion__Queue__Kind"] = "rabbitmq",
        ["Clarion__Queue__Hosts__0"] = broker.Host,
        ["Clarion__Queue__UserName"] = "guest",
        ["Clarion__Queue__Password"] = "guest",
    };

    /// <summary>Starts a process, with a data directory and a name of its own, and waits until it is ready.</summary>
    public Task<ClarionProcess> StartAsync(string roles) => Add(roles).StartAsync();

    /// <summary>Starts a process without waiting.</summary>
    public ClarionProcess Launch(string roles) => Add(roles).Launch();

    /// <summary>Kills a process and starts it again on what it left on its disk.</summary>
    public async Task<ClarionProcess> KillAndRestartAsync(ClarionProcess process)
    {
        var member = _members.Single(one => one.Process == process);
        await process.KillAsync();
        return await member.StartAsync();
    }

    /// <summary>What all processes have written.</summary>
    public string Output => string.Join('\n', _members.Select(member => member.Output));

    /// <summary>Partitions by the silo that holds them, as one process sees it; none while partitions that move do not answer in time.</summary>
    public static async Task<ILookup<string, JsonElement>> PartitionsAsync(ClarionProcess process)
    {
        var (status, answer) = await process.SendAsync(HttpMethod.Get, "/api/v1/cluster", "");
        var partitions = status == HttpStatusCode.OK ? answer.GetProperty("partitions").EnumerateArray().ToArray() : [];
        return partitions.ToLookup(p => p.GetProperty("silo").GetString()!, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members))
        {
            await member.DisposeAsync();
        }

        await broker.DisposeAsync();
    }

    private ClusterMember Add(string roles)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"member-{_members.Count}");
        var member = new ClusterMember(roles, name, new DataDirectory(), Settings(name, connectionString, broker));
        _members.Add(member);
        return member;
    }
}
