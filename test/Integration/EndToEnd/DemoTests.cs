using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Clarion.Integration.Harness;

namespace Clarion.Integration.EndToEnd;

/// <summary><c>--demo</c>, as a newcomer starts it.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Times as the demonstration has them, not as short as other tests set them.</summary>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["Clarion__Grains__CommitInterval"] = "00:00:03",
        ["Clarion__Grains__CheckpointInterval"] = "00:00:05",
    };

    [Fact]
    public async Task Every_answer_is_populated_soon_after_the_start()
    {
        using var data = new DataDirectory();
        var waited = Stopwatch.StartNew();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, Defaults, "--demo");
        var missing = "";
        await Eventually.TrueAsync(
            async () => (missing = await MissingAsync(clarion)).Length == 0,
            Deadline - waited.Elapsed,
            () => $"Not populated: {missing}\n{clarion.Output}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Populated {waited.Elapsed.TotalSeconds:F1} s after the start."));

        var before = await Totals.StoredAsync(clarion);
        await Eventually.TrueAsync(
            async () => await Totals.StoredAsync(clarion) > before, Deadline, () => "Nothing moves.\n" + clarion.Output);
    }

    [Fact]
    public async Task Places_of_the_campus_are_entered_once_and_what_a_person_entered_stays()
    {
        using var data = new DataDirectory();
        await using (var clarion = await ClarionProcess.StartAsync(data.Path, Defaults, "--demo"))
        {
            await Eventually.TrueAsync(async () => (await Items(clarion, "subnets")).Count > 0, Deadline, () => "No subnets.\n" + clarion.Output);
            var (status, answer) = await clarion.SendAsync(HttpMethod.Put, "/api/v1/locations/campus-nyc", """{"name":"Headquarters","type":"CAMPUS"}""");
            Assert.True(status == System.Net.HttpStatusCode.OK, answer.ToString());
            var device = (await Items(clarion, "subnets?find=workstations")).Select(item => Text(item.GetProperty("subnet"), "cidr")).First(cidr => cidr.EndsWith("/24", StringComparison.Ordinal));
            var subnet = (await clarion.GetAsync($"/api/v1/addresses/{device[..^4]}7")).GetProperty("identity").GetProperty("subnet");
            Assert.Equal((device, "Headquarters"), (Text(subnet, "cidr"), Text(subnet, "path")));
        }

        await using var again = await ClarionProcess.StartAsync(data.Path, Defaults, "--demo");
        var imports = new List<JsonElement>();
        await Eventually.TrueAsync(
            async () => (imports = [.. await Items(again, "audit?action=subnet.import")]).Count > 1, Deadline, () => "Not entered again.\n" + again.Output);
        Assert.Equal(("demo", "0 added, 0 replaced"), (Text(imports[0], "who"), Text(imports[0], "detail")));
        Assert.Equal("Headquarters", Text((await again.GetAsync("/api/v1/locations/campus-nyc")).GetProperty("location"), "name"));
    }

    /// <summary>The first answer that lacks something; empty when none does.</summary>
    private static async Task<string> MissingAsync(ClarionProcess clarion)
    {
        var overview = await clarion.GetAsync("/api/v1/overview");
        if (overview.GetProperty("missing").GetArrayLength() > 0
            || !Positive(overview, "flowsPerSecond")
            || !Positive(overview, "identifiedShare")
            || !Positive(overview.GetProperty("received"), "flows")
            || !Positive(overview.GetProperty("stored"), "flows")
            || !Positive(overview.GetProperty("devices"), "active")
            || !Positive(overview.GetProperty("exporters"), "healthy"))
        {
            return $"overview {overview}";
        }

        var exporters = await Items(clarion, "exporters");
        var templated = exporters.FirstOrDefault(e => Positive(e, "templates") && Positive(e, "flows"));
        if (templated.ValueKind != JsonValueKind.Object)
        {
            return "exporters";
        }

        var exporter = await clarion.GetAsync(string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/exporters/{Text(templated, "address")}/{templated.GetProperty("domainId").GetUInt32()}"));
        if (exporter.GetProperty("templateList").EnumerateArray().All(t => t.GetProperty("fields").GetArrayLength() == 0))
        {
            return $"exporter {exporter}";
        }

        if ((await Items(clarion, "flows?from=now-1h")).Count == 0)
        {
            return "flows";
        }

        var summary = await clarion.GetAsync("/api/v1/flows/summary?from=now-1h&to=now%2B1h&by=src.sgt,dst.sgt&step=5m");
        if (!Positive(summary, "flows") || summary.GetProperty("rows").GetArrayLength() == 0 || summary.GetProperty("series").GetArrayLength() == 0)
        {
            return $"summary {summary}";
        }

        return await MissingEntityAsync(clarion);
    }

    private static async Task<string> MissingEntityAsync(ClarionProcess clarion)
    {
        var known = (await Items(clarion, "devices")).FirstOrDefault(
            d => !Text(d, "id").StartsWith("ip:", StringComparison.Ordinal) && Text(d, "address").Length > 0 && Text(d, "mergedInto").Length == 0);
        if (known.ValueKind != JsonValueKind.Object)
        {
            return "devices";
        }

        var mac = Text(known, "id");
        var device = await clarion.GetAsync("/api/v1/devices/" + mac);
        if (!Any(device, "addresses") || !Any(device, "recent") || !Any(device, "peers") || !Any(device, "services"))
        {
            return $"device {device}";
        }

        if ((await Items(clarion, $"devices/{mac}/peers?from=now-1h&to=now%2B1h")).Count == 0)
        {
            return $"peers of {mac}";
        }

        var switches = await Items(clarion, "switches");
        if (switches.Count == 0)
        {
            return "switches";
        }

        var theSwitch = await clarion.GetAsync("/api/v1/switches/" + Text(switches[0], "id"));
        if (!Any(theSwitch, "interfaces") || !Any(theSwitch, "recent"))
        {
            return $"switch {theSwitch}";
        }

        if ((await Items(clarion, "matrix?from=now-1h&to=now%2B1h")).Count == 0)
        {
            return "matrix";
        }

        var address = await clarion.GetAsync("/api/v1/addresses/" + Text(known, "address"));
        return Text(address, "mac").Length > 0 && Any(address, "bindings") ? "" : $"address {address}";
    }

    private static async Task<IReadOnlyList<JsonElement>> Items(ClarionProcess clarion, string path) =>
        [.. (await clarion.GetAsync("/api/v1/" + path)).GetProperty("items").EnumerateArray()];

    private static bool Any(JsonElement element, string list) => element.GetProperty(list).GetArrayLength() > 0;

    private static bool Positive(JsonElement element, string number) =>
        element.GetProperty(number) is { ValueKind: JsonValueKind.Number } value && value.GetDouble() > 0;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
