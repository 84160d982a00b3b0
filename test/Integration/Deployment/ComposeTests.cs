using System.Net;
using Clarion.Integration.Harness;
using Clarion.Integration.Structure;
using Clarion.Queues.Tests.Broker;
using Clarion.Silo.Hosting;
using Clarion.Storage.Tests.Timescale;

namespace Clarion.Integration.Deployment;

/// <summary><c>docker/compose.yml</c>, as far as it can be tried without containers.</summary>
public sealed class ComposeTests(PostgresServers servers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);
    private static readonly ComposeFile Compose = ComposeFile.Load();

    [Fact]
    public void It_has_two_silos_two_gateways_and_a_console() => Assert.Equal(
        ["gateway", "gateway", "silo", "silo", "web"],
        Compose.ClarionServices.Select(name => Compose.Environment(name)["Clarion__Roles"]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_variable_is_a_setting() => Assert.All(
        Compose.ClarionServices.SelectMany(name => Compose.Environment(name).Keys),
        variable => Assert.True(OptionRecords.Binds(variable), $"{variable} is no setting."));

    [Fact]
    public void Only_flows_come_from_other_machines() => Assert.All(
        Compose.Services.SelectMany(service => ComposeFile.List(service.Service, "ports")),
        port => Assert.True(
            port.StartsWith("127.0.0.1:", StringComparison.Ordinal) || port.EndsWith("/udp", StringComparison.Ordinal), $"{port} is published to everybody."));

    [Fact]
    public void Clarion_waits_for_healthy_servers_and_has_no_rights_that_it_does_not_need() => Assert.All(
        Compose.ClarionServices.Select(Compose.Service),
        service =>
        {
            Assert.All(
                ComposeFile.Map(service["depends_on"]),
                server =>
                {
                    Assert.Equal("service_healthy", ComposeFile.Map(server.Value)["condition"]);
                    Assert.Contains("healthcheck", Compose.Service(server.Key).Keys);
                });
            Assert.Equal("true", service["read_only"]);
            Assert.Equal(["ALL"], ComposeFile.List(service, "cap_drop"));
            Assert.Contains(ComposeFile.List(service, "volumes"), volume => volume.EndsWith(":/data", StringComparison.Ordinal));
        });

    [Fact]
    public async Task With_the_environment_of_the_file_all_roles_become_healthy_and_count_flows()
    {
        RabbitMqNode.Require();
        var server = await servers.TimescaleAsync();
        var database = server.ConnectionString(await server.CreateDatabaseAsync());
        await using var broker = await RabbitMqNode.StartAsync();
        var processes = new Dictionary<string, ClarionProcess>(StringComparer.Ordinal);
        List<DataDirectory> directories = [];
        try
        {
            foreach (var name in Compose.ClarionServices)
            {
                directories.Add(new DataDirectory());
                processes[name] = ClarionProcess.Launch(directories[^1].Path, OnThisMachine(Compose.Environment(name), database, broker));
                processes[name].ApiKey = Compose.Environment(name)["Clarion__Security__ApiKeys__operator"];
            }

            // The health check of the image, as the container would run it.
            foreach (var process in processes.Values)
            {
                await Eventually.TrueAsync(
                    async () => await ClarionHost.RunAsync([.. Image.HealthCheck.Skip(2).Select(part => part.Replace(":8080/", $":{process.HttpPort}/", StringComparison.Ordinal))]) == 0,
                    Deadline,
                    () => process.Output);
            }

            // Each gateway by itself: both count.
            foreach (var name in (string[])["gateway1", "gateway2"])
            {
                using var exporter = new V9Exporter(processes[name].NetFlowPort);
                exporter.SendTemplate();
                exporter.SendFlows(first: 1, count: 100);
            }

            await Totals.AppliedAsync(processes["web"], 200, Deadline);
            var cluster = await processes["web"].GetAsync("/api/v1/cluster");
            Assert.Equal(2, cluster.GetProperty("silos").GetArrayLength());

            // Nobody without a key, not even at a silo; what Prometheus asks for with it is what the dashboard shows.
            using var stranger = new HttpClient(new SocketsHttpHandler());
            foreach (var process in processes.Values)
            {
                using var refused = await stranger.GetAsync(new Uri($"http://localhost:{process.HttpPort}/metrics"), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            }

            var missing = Dashboard.Metrics.ToHashSet(StringComparer.Ordinal);
            missing.Remove(Dashboard.FreeSpace);
            await Eventually.TrueAsync(
                async () =>
                {
                    foreach (var process in processes.Values)
                    {
                        missing.ExceptWith(Dashboard.Series(await process.TextAsync("/metrics")));
                    }

                    return missing.Count == 0;
                },
                Deadline,
                () => "Nobody has " + string.Join(", ", missing));
        }
        finally
        {
            foreach (var process in processes.Values.Reverse())
            {
                await process.DisposeAsync();
            }

            directories.ForEach(directory => directory.Dispose());
        }
    }

    // Names of containers become addresses of this machine, and ports that five processes cannot share become free ones.
    private static Dictionary<string, string> OnThisMachine(Dictionary<string, string> environment, string database, RabbitMqNode broker) =>
        new(environment, StringComparer.Ordinal)
        {
            ["Clarion__Timescale__ConnectionString"] = database,
            ["Clarion__Queue__Hosts__0"] = broker.Host,
            ["Clarion__Queue__UserName"] = "guest",
            ["Clarion__Queue__Password"] = "guest",
            ["Clarion__Cluster__Address"] = IPAddress.Loopback.ToString(),
            ["Clarion__Cluster__SiloPort"] = "0",
            ["Clarion__Cluster__ClientPort"] = "0",
        };
}
