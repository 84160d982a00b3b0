using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Clarion.Integration.Harness;

namespace Clarion.Integration.Faults;

/// <summary>Starts that cannot succeed end with a plain sentence and code 2.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task An_occupied_collector_port_is_named()
    {
        using var data = new DataDirectory();
        using var other = new UdpClient(new IPEndPoint(IPAddress.IPv6Any, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Collector__NetFlowPort"] = port }, port, "Clarion__Collector__NetFlowPort");
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_directory_is_refused()
    {
        using var data = new DataDirectory();
        await using var first = await ClarionProcess.StartAsync(data.Path);
        await RefusedAsync(data.Path, [], "another process");
        Assert.Equal(HttpStatusCode.OK, await first.StatusAsync("/readyz"));
    }

    [Fact]
    public async Task A_damaged_store_is_named_and_left_alone()
    {
        using var data = new DataDirectory();
        var file = Path.Combine(data.Path, "clarion.duckdb");
        await File.WriteAllTextAsync(file, new string('x', 50_000), TestContext.Current.CancellationToken);
        await RefusedAsync(data.Path, [], "clarion.duckdb");
        Assert.Equal(50_000, new FileInfo(file).Length);
    }

    [Fact]
    public async Task Listening_beyond_loopback_without_a_key_is_refused()
    {
        using var data = new DataDirectory();
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Http__Urls"] = "http://0.0.0.0:0" }, "0.0.0.0", "key");
    }

    [Fact]
    public async Task A_setting_out_of_range_is_named_with_its_range()
    {
        using var data = new DataDirectory();
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Grains__Partitions"] = "0" }, "Clarion:Grains:Partitions", "1 to 1024");
    }

    [Fact]
    public async Task A_queue_that_cannot_be_used_is_named_without_its_password()
    {
        using var data = new DataDirectory();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__Queue__Kind"] = "rabbitmq",
            ["Clarion__Queue__Hosts__0"] = "amqp://clarion:hunter2@broker",
            ["Clarion__Queue__Password"] = "hunter2",
        };
        await using var clarion = ClarionProcess.Launch(data.Path, settings);
        Assert.Equal(2, await clarion.ExitCodeAsync());
        Assert.Contains("Clarion:Queue:Hosts:0", clarion.Output, StringComparison.Ordinal);
        Assert.Contains("UserName", clarion.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", clarion.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_role_is_named()
    {
        using var data = new DataDirectory();
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Roles"] = "silo,console" }, "console", "silo, gateway and web");
    }

    [Fact]
    public async Task Parts_that_do_not_go_together_are_named_with_what_to_change()
    {
        using var data = new DataDirectory();
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Roles"] = "gateway,web" }, "add 'silo'", "Clarion:Cluster:Kind=postgres");
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Cluster__Kind"] = "consul" }, "consul", "local, postgres");
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Cluster__SiloPort"] = "70000" }, "Clarion:Cluster:SiloPort", "65535");
        var shared = new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Cluster__Kind"] = "postgres" };
        await RefusedAsync(data.Path, shared, "Clarion:Storage:Engine=timescale");
        shared["Clarion__Storage__Engine"] = "timescale";
        shared["Clarion__Timescale__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=clarion";
        await RefusedAsync(data.Path, shared, "Clarion:Queue:Kind=rabbitmq");
        shared["Clarion__Queue__Kind"] = "rabbitmq";
        shared["Clarion__Queue__Hosts__0"] = "127.0.0.1";
        shared["Clarion__Queue__UserName"] = "clarion";
        shared["Clarion__Queue__Password"] = "clarion";
        shared["Clarion__Cluster__Address"] = "no-such-host.invalid";
        await RefusedAsync(data.Path, shared, "no-such-host.invalid", "Clarion:Cluster:Address");
        shared["Clarion__Cluster__Address"] = "127.0.0.1";
        await RefusedAsync(
            data.Path, new(shared, StringComparer.Ordinal) { ["Clarion__Demo__Enabled"] = "true", ["Clarion__Roles"] = "silo" }, "--demo", "all roles");
    }

    [Fact]
    public async Task An_unknown_engine_and_a_missing_connection_string_are_named()
    {
        using var data = new DataDirectory();
        await RefusedAsync(data.Path, new(StringComparer.Ordinal) { ["Clarion__Storage__Engine"] = "oracle" }, "oracle", "embedded, timescale");
        await RefusedAsync(
            data.Path, new(StringComparer.Ordinal) { ["Clarion__Storage__Engine"] = "timescale" }, "Clarion:Timescale:ConnectionString", "Host=");
    }

    private static async Task RefusedAsync(string directory, Dictionary<string, string> settings, params string[] words)
    {
        await using var clarion = ClarionProcess.Launch(directory, settings);
        Assert.Equal(2, await clarion.ExitCodeAsync());
        Assert.Contains("Clarion cannot start:", clarion.Output, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, clarion.Output, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("   at ", clarion.Output, StringComparison.Ordinal);
    }
}
