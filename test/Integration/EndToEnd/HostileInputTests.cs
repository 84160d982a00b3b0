using System.Net;
using Clarion.Integration.Harness;

namespace Clarion.Integration.EndToEnd;

/// <summary>What a broken or forged exporter sends is counted under its name and stops nobody's good flows.</summary>
public sealed class HostileInputTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_template_bomb_costs_its_sender_only()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__Decoder__MaxTemplatesPerDomain"] = "50",
        });
        var bomber = Address(2);
        using var good = new V9Exporter(clarion.NetFlowPort);
        using var bomb = new V9Exporter(clarion.NetFlowPort, bomber);
        good.SendTemplate();
        good.SendFlows(first: 1, count: 100);
        bomb.SendUnusedTemplates(firstId: 400, count: 5000);
        bomb.SendTemplate();
        bomb.SendFlows(first: 201, count: 20);
        good.SendFlows(first: 101, count: 100);

        await Totals.AppliedAsync(clarion, 220, Deadline);
        var hit = await Exporters.HavingSentAsync(clarion, bomber, 20);
        Assert.Equal(5001, hit.GetProperty("templateRecords").GetInt64());
        Assert.Equal(50, hit.GetProperty("templates").GetInt32());
        Assert.Equal(4951, hit.GetProperty("templatesExpired").GetInt64());
        var unharmed = await Exporters.HavingSentAsync(clarion, IPAddress.Loopback, 200);
        Assert.Equal((1, 0L, 0L), (unharmed.GetProperty("templates").GetInt32(), unharmed.GetProperty("lostUnits").GetInt64(),
            unharmed.GetProperty("parkedSets").GetInt64()));
    }

    [Fact]
    public async Task Forged_senders_are_refused_beyond_the_bound_and_the_known_one_is_heard()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__Decoder__MaxExporters"] = "10",

            // One socket and one worker: datagrams of different senders keep their order, so the counts are exact on any machine.
            ["Clarion__Collector__SocketsPerPort"] = "1",
            ["Clarion__Collector__DecodeWorkers"] = "1",
        });
        using var good = new V9Exporter(clarion.NetFlowPort);
        good.SendTemplate();
        for (byte host = 2; host < 62; host++)
        {
            using var forged = new V9Exporter(clarion.NetFlowPort, Address(host));
            forged.SendTemplate();
            good.SendFlows(first: host * 20, count: 20);
        }

        await Totals.AppliedAsync(clarion, 1200, Deadline);
        await Exporters.HavingSentAsync(clarion, IPAddress.Loopback, 1200);
        var overview = await clarion.GetAsync("/api/v1/overview");
        Assert.Equal(51, overview.GetProperty("drops").GetProperty("decode.exporter_limit").GetInt64());
        Assert.Equal(10, (await clarion.GetAsync("/api/v1/exporters?limit=1000")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_template_that_flips_in_mid_stream_is_followed()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        for (var turn = 0; turn < 10; turn++)
        {
            exporter.SendTemplate();
            exporter.SendFlows(first: 1 + turn * 40, count: 20);
            exporter.SendCalendarTemplate();
            exporter.SendFlows(first: 21 + turn * 40, count: 20);
        }

        await Totals.AppliedAsync(clarion, 400, Deadline);
        var sender = await Exporters.HavingSentAsync(clarion, IPAddress.Loopback, 400);
        Assert.Equal(19, sender.GetProperty("templatesChanged").GetInt64());
        Assert.All(sender.GetProperty("decodeErrors").EnumerateObject(), error => Assert.Equal(0, error.Value.GetInt64()));
        var summary = await clarion.GetAsync(
            "/api/v1/flows/summary?from=now-1h&to=now%2B1h&by=src.sgt,dst.sgt&q=" + Uri.EscapeDataString("dst.port = 443 and dst.ip = 10.2.0.1"));
        Assert.Equal((400L, 400_000d, 4000d), (summary.GetProperty("flows").GetInt64(), summary.GetProperty("bytes").GetDouble(),
            summary.GetProperty("packets").GetDouble()));
        var group = Assert.Single(summary.GetProperty("rows").EnumerateArray().ToList());
        Assert.Equal([17, 23], group.GetProperty("key").EnumerateArray().Select(value => value.GetInt32()));
    }

    [Fact]
    public async Task Clocks_and_flows_years_off_are_counted_and_kept_at_their_arrival()
    {
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        var (ahead, behind, wild) = (Address(2), Address(3), Address(4));
        using var good = new V9Exporter(clarion.NetFlowPort);
        using var fast = new V9Exporter(clarion.NetFlowPort, ahead) { ClockOffset = TimeSpan.FromDays(1500) };
        using var slow = new V9Exporter(clarion.NetFlowPort, behind) { ClockOffset = TimeSpan.FromDays(-1500) };
        using var lying = new V9Exporter(clarion.NetFlowPort, wild) { FlowOffset = TimeSpan.FromDays(3000) };
        good.SendTemplate();
        fast.SendTemplate();
        slow.SendTemplate();
        lying.SendCalendarTemplate();
        fast.SendFlows(first: 101, count: 100);
        slow.SendFlows(first: 201, count: 100);
        lying.SendFlows(first: 301, count: 100);
        good.SendFlows(first: 1, count: 100);

        await Totals.AppliedAsync(clarion, 400, Deadline);
        Assert.InRange(await OffsetAsync(clarion, ahead), -1500.1, -1499.9);
        Assert.InRange(await OffsetAsync(clarion, behind), 1499.9, 1500.1);
        var liar = await Exporters.HavingSentAsync(clarion, wild, 100);
        Assert.Equal(100, liar.GetProperty("decodeErrors").GetProperty("time_clamped").GetInt64());
        var recent = await clarion.GetAsync("/api/v1/flows?from=now-10m&to=now%2B1m&limit=500");
        Assert.Equal(400, recent.GetProperty("items").GetArrayLength());
        var ever = await clarion.GetAsync("/api/v1/flows/summary?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z");
        Assert.Equal(400, ever.GetProperty("flows").GetInt64());
    }

    private static IPAddress Address(byte host) => new([127, 0, 1, host]);

    /// <summary>Days between arrival and export.</summary>
    private static async Task<double> OffsetAsync(ClarionProcess clarion, IPAddress sender)
    {
        var exporter = await Exporters.HavingSentAsync(clarion, sender, 100);
        return TimeSpan.FromMilliseconds(exporter.GetProperty("clockOffsetMs").GetInt64()).TotalDays;
    }
}
