using System.Globalization;
using System.Net;
using System.Text.Json;
using Clarion.Integration.Harness;
using Clarion.Simulators.PxGrid;

namespace Clarion.Integration.Identity;

/// <summary>A simulated ISE, the product as a process, and flows over UDP that name nobody.</summary>
public sealed class PxGridIdentityTests
{
    private const string Node = "clarion-01";
    private const string Password = "s3cret-of-the-account";
    private const string Mac = "00:50:56:00:00:05";
    private static readonly IPAddress Client = IPAddress.Parse("10.20.0.5");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Flows_without_macs_belong_to_the_device_user_and_group_of_the_session_also_after_a_kill()
    {
        await using var ise = await IseAsync();
        using var data = new DataDirectory();
        await using (var clarion = await ClarionProcess.StartAsync(data.Path, Connected(ise)))
        {
            await RunningAsync(clarion, "ise");
            await KnownAsync(clarion);
            using var exporter = new V5Exporter(clarion.NetFlowPort);
            exporter.Send(Client, IPAddress.Parse("203.0.113.9"), 443);
            await Eventually.TrueAsync(
                async () => await clarion.StatusAsync("/api/v1/devices/" + Mac) == HttpStatusCode.OK
                    && (await clarion.GetAsync("/api/v1/devices/" + Mac)).GetProperty("total").GetProperty("flows").GetInt64() == 1,
                Deadline, () => clarion.Output);
            var cells = (await clarion.GetAsync("/api/v1/matrix?from=now-1h&to=now%2B1h")).GetProperty("items").EnumerateArray();
            Assert.Contains(cells, cell => cell.GetProperty("sourceSgt").GetInt32() == 4);
            var timeline = await clarion.GetAsync($"/api/v1/devices/{Mac}/timeline?from=now-24h");
            Assert.Equal("anna", timeline.GetProperty("identity").GetProperty("user").GetString()!.Split('@')[0]);
            Assert.Contains((await clarion.GetAsync("/api/v1/users")).GetProperty("items").EnumerateArray(), u => u.GetProperty("devices")[0].GetString() == Mac);
            await clarion.KillAsync();
        }

        // Without ISE, what was learnt is still known.
        await using var again = await ClarionProcess.StartAsync(data.Path, new Dictionary<string, string>(StringComparer.Ordinal));
        var identity = await ResolveAsync(again);
        Assert.Equal((Mac, 4), (identity.GetProperty("device").GetString(), identity.GetProperty("sgt").GetInt32()));
    }

    [Fact]
    public async Task A_connector_is_configured_tested_and_mended_by_the_api_and_its_secret_stays_one()
    {
        await using var ise = await IseAsync();
        using var data = new DataDirectory();
        string log;
        await using (var clarion = await ClarionProcess.StartAsync(data.Path, new Dictionary<string, string>(StringComparer.Ordinal)))
        {
            Assert.Contains((await clarion.GetAsync("/api/v1/connectors/kinds")).GetProperty("items").EnumerateArray(), kind => kind.GetProperty("name").GetString() == "pxgrid");
            var (refused, problem) = await clarion.SendAsync(HttpMethod.Put, "/api/v1/connectors/ise", """{"kind":"pxgrid","settings":{"NodeName":"clarion-01"}}""");
            Assert.Equal(HttpStatusCode.BadRequest, refused);
            Assert.Contains("Hosts is empty", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains("PubsubNodes is 'many'", await RefusedAsync(clarion, "PubsubNodes", "many"), StringComparison.Ordinal);
            Assert.Contains("no such setting: 'Hostz'", await RefusedAsync(clarion, "Hostz", "ise1"), StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.OK, (await SaveAsync(clarion, ise, "wrong-password-77")).Status);
            await Eventually.TrueAsync(
                async () => (await clarion.GetAsync("/api/v1/connectors/ise")).GetProperty("state").GetString() == "failed", Deadline, () => clarion.Output);
            var (_, test) = await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ise/test", "{}");
            Assert.False(test.GetProperty("passed").GetBoolean());
            Assert.Equal("Sign in", test.GetProperty("steps").EnumerateArray().Last().GetProperty("name").GetString());

            Assert.Equal(HttpStatusCode.OK, (await SaveAsync(clarion, ise, Password)).Status);
            await RunningAsync(clarion, "ise");
            await KnownAsync(clarion);
            var shown = await clarion.GetAsync("/api/v1/connectors");
            Assert.DoesNotContain(Password, shown.GetRawText(), StringComparison.Ordinal);
            Assert.Equal("Password", shown.GetProperty("items")[0].GetProperty("secretsSet")[0].GetString());

            Assert.Equal("stopped", (await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ise/stop", "{}")).Answer.GetProperty("state").GetString());
            Assert.Equal(HttpStatusCode.OK, (await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ise/start", "{}")).Status);
            await RunningAsync(clarion, "ise");
            log = clarion.Output;
            await clarion.StopAsync();
        }

        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password-77", log, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Password, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // It goes on by itself at the next start.
        await using var again = await ClarionProcess.StartAsync(data.Path, new Dictionary<string, string>(StringComparer.Ordinal));
        await RunningAsync(again, "ise");
        Assert.Equal(HttpStatusCode.NoContent, (await again.SendAsync(HttpMethod.Delete, "/api/v1/connectors/ise", "{}")).Status);
        Assert.Equal(0, (await again.GetAsync("/api/v1/connectors")).GetProperty("items").GetArrayLength());

        // Who did it is asked for nowhere without keys; what was done is all there, and of secrets only that they changed.
        var audit = (await again.GetAsync("/api/v1/audit?subject=ise&action=connector.")).GetProperty("items").EnumerateArray().Reverse().ToList();
        Assert.Equal(
            "save- save- save- save+ test+ save+ stop+ start+ delete+",
            string.Join(' ', audit.Select(one => one.GetProperty("action").GetString()!.Split('.')[1] + (one.GetProperty("succeeded").GetBoolean() ? '+' : '-'))));
        Assert.Contains("Hosts is empty", audit[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("NodeName: 'clarion-01'; Password: changed", audit[3].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Sign in: ", audit[4].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Password: changed", audit[5].GetProperty("detail").GetString());
        Assert.All(audit, one => Assert.DoesNotContain("assword-77", one.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_clarion_makes_outlives_the_process_that_waited_for_its_approval()
    {
        await using var ise = await SimulatedIse.StartAsync(new SimulatorOptions { PendingPolls = -1 });
        using var data = new DataDirectory();
        var settings = Connected(ise);
        settings.Remove("Clarion__Connectors__ise__Password");
        settings["Clarion__Connectors__ise__NodeName"] = "clarion-new";
        settings["Clarion__Connectors__ise__Times__PendingPoll"] = "00:00:01";
        await using (var clarion = await ClarionProcess.StartAsync(data.Path, settings))
        {
            await Eventually.TrueAsync(
                async () => (await clarion.GetAsync("/api/v1/connectors/ise")).GetProperty("state").GetString() == "waiting", Deadline, () => clarion.Output);
            await clarion.KillAsync();
        }

        // ISE tells the password once: a process that had forgotten it could only be refused (the name exists).
        await using var again = await ClarionProcess.StartAsync(data.Path, settings);
        await Eventually.TrueAsync(
            async () => (await again.GetAsync("/api/v1/connectors/ise")).GetProperty("state").GetString() == "waiting", Deadline, () => again.Output);
        ise.Accounts.Set("clarion-new", "ENABLED");
        await RunningAsync(again, "ise");
    }

    private static async Task<SimulatedIse> IseAsync()
    {
        var ise = await SimulatedIse.StartAsync();
        ise.Accounts.Add(Node, Password);
        ise.Config.SecurityGroups["1"] = ("Employees", 4);
        ise.Publish(new SimulatedSession
        {
            AuditSessionId = "0A0000010000000A",
            MacAddress = "00:50:56:00:00:05",
            IpAddresses = [Client.ToString()],
            UserName = "anna",
            SecurityGroup = "Employees",
            Timestamp = TimeProvider.System.GetUtcNow().AddMinutes(-3),
            NasIpAddress = "10.255.0.1",
        });
        return ise;
    }

    private static Dictionary<string, string> Connected(SimulatedIse ise)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__Connectors__ise__Kind"] = "pxgrid",
            ["Clarion__Connectors__ise__NodeName"] = Node,
            ["Clarion__Connectors__ise__Password"] = Password,
            ["Clarion__Connectors__ise__CaFile"] = ise.Pki.CaFile,
        };
        for (var i = 0; i < ise.Hosts.Count; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"Clarion__Connectors__ise__Hosts__{i}")] = ise.Hosts[i];
        }

        return settings;
    }

    private static async Task<string> RefusedAsync(ClarionProcess clarion, string setting, string value)
    {
        var settings = new Dictionary<string, string> { ["Hosts:0"] = "ise1", ["NodeName"] = Node, [setting] = value };
        var (status, problem) = await clarion.SendAsync(
            HttpMethod.Put, "/api/v1/connectors/ise", JsonSerializer.Serialize(new { kind = "pxgrid", settings }));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        return problem.GetProperty("detail").GetString()!;
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> SaveAsync(ClarionProcess clarion, SimulatedIse ise, string password) =>
        clarion.SendAsync(HttpMethod.Put, "/api/v1/connectors/ise", JsonSerializer.Serialize(new
        {
            kind = "pxgrid",
            settings = new Dictionary<string, string>
            {
                ["Hosts:0"] = ise.Hosts[0],
                ["NodeName"] = Node,
                ["Password"] = password,
                ["CaFile"] = ise.Pki.CaFile,
                ["Times:RetryFirst"] = "00:00:00.2",
            },
        }));

    private static async Task RunningAsync(ClarionProcess clarion, string id)
    {
        JsonElement connector = default;
        await Eventually.TrueAsync(
            async () => (connector = await clarion.GetAsync("/api/v1/connectors/" + id)).GetProperty("state").GetString() is "running" or "degraded", Deadline,
            () => connector.GetRawText() + clarion.Output);
    }

    private static Task KnownAsync(ClarionProcess clarion) => Eventually.TrueAsync(
        async () => await ResolveAsync(clarion) is var identity && identity.GetProperty("device").GetString() == Mac && identity.GetProperty("sgt").GetInt32() == 4,
        Deadline, () => clarion.Output);

    private static async Task<JsonElement> ResolveAsync(ClarionProcess clarion) =>
        (await clarion.SendAsync(HttpMethod.Post, "/api/v1/identity/resolve", $$"""{"items":[{"address":"{{Client}}"}]}""")).Answer
            .GetProperty("items")[0].GetProperty("identity");
}
