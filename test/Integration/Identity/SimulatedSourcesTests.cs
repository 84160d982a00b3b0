using System.Net;
using System.Text.Json;
using Clarion.Integration.Harness;
using Clarion.Simulation;
using Clarion.Simulators.Campus;

namespace Clarion.Integration.Identity;

/// <summary>The tool plays the flows, the ISE and the directory of its campus; the product, told what the tool prints, knows who everybody is.</summary>
public sealed class SimulatedSourcesTests
{
    private const int Devices = 150;
    private const int Switches = 6;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Devices_resolve_to_mac_user_groups_and_tag_as_the_truth_has_them()
    {
        using var data = new DataDirectory();
        var truthFile = Path.Combine(data.Path, "truth.json");
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        await using var simulate = SimulateProcess.Start(
            "--netflow", $"127.0.0.1:{clarion.NetFlowPort}", "--ipfix", $"127.0.0.1:{clarion.IpfixPort}", "--rate", "500", "--devices", $"{Devices}",
            "--switches", $"{Switches}", "--ise", "0", "--directory", "0", "--ca", Path.Combine(data.Path, "campus-ca.pem"), "--truth", truthFile,
            "--places", $"http://localhost:{clarion.HttpPort}");
        foreach (var connector in new[] { "ise", "ad" })
        {
            await ConnectAsync(clarion, connector, await simulate.SettingsAsync(connector));
        }

        var (_, test) = await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ad/test", "{}");
        Assert.True(test.GetProperty("passed").GetBoolean(), test.GetRawText());

        // The same options are the same campus, so that it is known beforehand what must be known in the end.
        var here = new IPEndPoint(IPAddress.Loopback, 1);
        var plan = new CampusSimulator(new CampusOptions { Devices = Devices, Switches = Switches }, TimeProvider.System).GetPlan(here, here);
        var wrong = new List<string>();
        await Eventually.TrueAsync(
            async () => (wrong = await DifferencesAsync(clarion, plan)).Count == 0, Deadline,
            () => $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(5))}\n{simulate.Errors}\n{clarion.Output}");
        await DirectoryAnswersNowAsync(clarion, plan);
        await PlacesAreEnteredAsync(clarion, plan);
        await AccessIsToldAsync(clarion, plan);
        Assert.Equal(130, await simulate.StopAsync());

        await using var file = File.OpenRead(truthFile);
        var truth = await CampusTruth.ReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(Devices, truth.Devices.Count);
        Assert.Empty(await DifferencesAsync(clarion, truth));
        var (_, report) = await clarion.SendAsync(HttpMethod.Get, "/api/v1/connectors/ad", "");
        Assert.DoesNotContain(CampusSources.Password, report.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task PlacesAreEnteredAsync(ClarionProcess clarion, CampusTruth campus)
    {
        var device = campus.Devices[0];
        var subnet = (await clarion.GetAsync($"/api/v1/addresses/{device.Ip}")).GetProperty("identity").GetProperty("subnet");
        Assert.Equal(device.Vlan, subnet.GetProperty("vlan").GetInt32());
        var subnets = (await clarion.GetAsync("/api/v1/subnets?limit=1000")).GetProperty("items");
        Assert.Equal(campus.Subnets.Select(one => one.Cidr).Order(), subnets.EnumerateArray().Select(item => item.GetProperty("subnet").GetProperty("cidr").GetString()).Order());
    }

    // What ISE tells beside facts: its policy, which switch has it, and whom it refused.
    private static async Task AccessIsToldAsync(ClarionProcess clarion, CampusTruth campus)
    {
        var cells = (await clarion.GetAsync("/api/v1/trustsec/matrix")).GetProperty("items");
        Assert.Equal(
            CampusPolicy.Cells.OrderBy(cell => (cell.Source, cell.Destination)).Select(cell => $"{cell.Source} {cell.Destination} {campus.Groups[cell.Source]} {CampusPolicy.Acls.Single(acl => acl.Id == cell.Acl).Name}"),
            cells.EnumerateArray().Select(cell =>
                $"{cell.GetProperty("source").GetProperty("tag")} {cell.GetProperty("destination").GetProperty("tag")} {cell.GetProperty("source").GetProperty("name")} {cell.GetProperty("sgacls")[0].GetProperty("name")}"));
        var acls = (await clarion.GetAsync("/api/v1/trustsec/sgacls?find=web_only")).GetProperty("items");
        Assert.Equal(CampusPolicy.Acls.Single(acl => acl.Name == "Web_Only").Lines, acls[0].GetProperty("lines").GetString());
        var refused = campus.Devices.Where(device => !CampusIse.HasSession(device)).Select(device => device.Mac).Order(StringComparer.Ordinal).ToList();
        var failures = (await clarion.GetAsync("/api/v1/identity/radius-failures?from=now-24h&limit=1000")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(refused, failures.Select(one => one.GetProperty("mac").GetString()).Order(StringComparer.Ordinal));
        Assert.All(failures, one => Assert.Equal(("ise", CampusPolicy.Refusal), (one.GetProperty("connector").GetString(), one.GetProperty("reason").GetString())));
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/trustsec/downloads")).GetProperty("items").GetArrayLength() > 0, Deadline, () => "No download was told.");
    }

    // One account asked of the controller itself says what the last read has, and the reasons why there may be no answer are told apart.
    private static async Task DirectoryAnswersNowAsync(ClarionProcess clarion, CampusTruth campus)
    {
        var device = campus.Devices.First(one => one.User is not null);
        var account = $"/api/v1/users/{device.User}@{CampusDirectory.DnsName}/groups";
        var read = await clarion.GetAsync(account);
        var now = await clarion.GetAsync(account + "?live=true");
        Assert.Equal(("ad", true, false), (now.GetProperty("connector").GetString(), now.GetProperty("isLive").GetBoolean(), read.GetProperty("isLive").GetBoolean()));
        Assert.Equal(read.GetProperty("groups").GetRawText(), now.GetProperty("groups").GetRawText());
        Assert.Contains("Domain Users", now.GetProperty("groups").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (now.GetProperty("added").GetArrayLength(), now.GetProperty("gone").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NotFound, await clarion.StatusAsync($"/api/v1/users/nobody@{CampusDirectory.DnsName}/groups?live=true"));
        Assert.Equal(HttpStatusCode.BadRequest, await clarion.StatusAsync(account + "?live=maybe"));
        await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ad/stop", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, await clarion.StatusAsync(account + "?live=true"));
        await clarion.SendAsync(HttpMethod.Post, "/api/v1/connectors/ad/start", "{}");
    }

    private static async Task ConnectAsync(ClarionProcess clarion, string connector, IReadOnlyDictionary<string, string> settings)
    {
        var body = JsonSerializer.Serialize(new
        {
            kind = settings["Kind"],
            settings = settings.Where(setting => setting.Key != "Kind").ToDictionary(setting => setting.Key, setting => setting.Value),
        });
        var (status, answer) = await clarion.SendAsync(HttpMethod.Put, "/api/v1/connectors/" + connector, body);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
    }

    private static async Task<List<string>> DifferencesAsync(ClarionProcess clarion, CampusTruth campus)
    {
        var devices = campus.Devices.Where(CampusIse.HasSession).ToList();
        var body = JsonSerializer.Serialize(new { items = devices.Select(device => new { address = device.Ip }) });
        var (_, answer) = await clarion.SendAsync(HttpMethod.Post, "/api/v1/identity/resolve", body);
        return
        [
            .. devices.Zip(answer.GetProperty("items").EnumerateArray(), (device, item) => (Expected: Expected(campus, device), Actual: Actual(item.GetProperty("identity"))))
                .Where(pair => pair.Expected != pair.Actual).Select(pair => $"{pair.Expected} | {pair.Actual}"),
        ];
    }

    private static string Expected(CampusTruth campus, DeviceTruth device)
    {
        string[] groups = device.User is null ? [] : [CampusDirectory.Everybody, "Domain Users", CampusDirectory.GroupOf(campus, device.Sgt)];
        var user = device.User is { } name ? $"{name}@{CampusDirectory.DnsName}" : "nobody";
        var at = campus.Switches.Single(one => one.Name == device.Switch).Exporter;
        return $"{device.Mac} {user} {string.Join(',', groups.Order(StringComparer.Ordinal))} {device.Sgt} {at} {device.Interface.ToLowerInvariant()} {device.Vlan}";
    }

    private static string Actual(JsonElement identity)
    {
        var groups = identity.GetProperty("groups").EnumerateArray().Select(group => group.GetString()!).Order(StringComparer.Ordinal);
        var place = identity.GetProperty("place") is { ValueKind: JsonValueKind.Object } known
            ? $"{known.GetProperty("switch")} {known.GetProperty("port")} {known.GetProperty("vlan")}"
            : "nowhere";
        return $"{identity.GetProperty("device")} {identity.GetProperty("user").GetString() ?? "nobody"} {string.Join(',', groups)} {identity.GetProperty("sgt")} {place}";
    }
}
