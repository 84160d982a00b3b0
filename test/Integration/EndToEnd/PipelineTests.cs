using System.Net;
using System.Text.Json;
using Clarion.Integration.Harness;

namespace Clarion.Integration.EndToEnd;

/// <summary>Datagrams in by UDP, answers out by HTTP.</summary>
public sealed class PipelineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_answer_agrees_on_what_was_sent()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 2000);

        await Totals.AppliedAsync(clarion, 2000, Deadline);
        var overview = await clarion.GetAsync("/api/v1/overview");
        Assert.Equal(2000, overview.GetProperty("received").GetProperty("flows").GetInt64());
        Assert.Equal(101, overview.GetProperty("received").GetProperty("datagrams").GetInt64());
        Assert.All(overview.GetProperty("drops").EnumerateObject(), drop => Assert.Equal(0, drop.Value.GetInt64()));

        var summary = await clarion.GetAsync("/api/v1/flows/summary?from=now-1h&to=now%2B1h&by=src.sgt,dst.sgt");
        Assert.Equal(2000, summary.GetProperty("flows").GetInt64());
        Assert.Equal(2_000_000, summary.GetProperty("bytes").GetDouble());
        Assert.Equal(1, summary.GetProperty("rows").GetArrayLength());

        var only = await OnlyExporterAsync(clarion, records: 2000);
        Assert.Equal(0, only.GetProperty("lostUnits").GetInt64());
        Assert.Equal(1, only.GetProperty("templates").GetInt32());

        var cell = Assert.Single((await Items(clarion, "/api/v1/matrix?from=now-1h&to=now%2B1h")).ToList());
        Assert.Equal((17, 23), (cell.GetProperty("sourceSgt").GetInt32(), cell.GetProperty("destinationSgt").GetInt32()));

        var device = await clarion.GetAsync("/api/v1/devices/02:00:00:01:00:05");
        Assert.Contains("10.1.0.5", device.ToString(), StringComparison.Ordinal);

        var page = await clarion.GetAsync("/api/v1/flows?from=now-1h&to=now%2B1h&limit=700&q=" + Uri.EscapeDataString("dst.port = 443"));
        Assert.Equal(700, page.GetProperty("items").GetArrayLength());
        Assert.NotEqual(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Data_before_its_template_is_parked_and_counted_once_it_comes()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendFlows(first: 1, count: 100);
        exporter.SendTemplate();
        await Totals.AppliedAsync(clarion, 100, Deadline);
        var only = await OnlyExporterAsync(clarion, records: 100);
        Assert.Equal(5, only.GetProperty("parkedSets").GetInt64());
        Assert.Equal(5, only.GetProperty("replayedSets").GetInt64());
    }

    [Fact]
    public async Task Junk_is_counted_and_what_follows_is_read()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        var random = new Random(7);
        var junk = new byte[1400];
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(junk);
            exporter.SendRaw(junk.AsSpan(0, random.Next(1, junk.Length)));
        }

        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 40);
        await Totals.AppliedAsync(clarion, 40, Deadline);
        var overview = await clarion.GetAsync("/api/v1/overview");
        var errors = overview.GetProperty("drops").EnumerateObject().Where(d => d.Name.StartsWith("decode.", StringComparison.Ordinal));
        Assert.True(errors.Sum(d => d.Value.GetInt64()) >= 500, overview.ToString());
    }

    private static async Task<JsonElement> OnlyExporterAsync(ClarionProcess clarion, long records)
    {
        var sender = await Exporters.HavingSentAsync(clarion, IPAddress.Loopback, records);
        Assert.Single(await Items(clarion, "/api/v1/exporters"));
        return sender;
    }

    private static async Task<IEnumerable<JsonElement>> Items(ClarionProcess clarion, string path) =>
        (await clarion.GetAsync(path)).GetProperty("items").EnumerateArray();
}
