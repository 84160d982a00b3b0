using System.Text.RegularExpressions;
using Clarion.Integration.Harness;

namespace Clarion.Integration.RealExporters;

/// <summary>
/// Real exporters watch real frames on a virtual cable; Clarion and other collectors read the same datagrams. All must count alike, and what
/// they count is what was sent.
/// </summary>
public sealed class RealExporterTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task SoftflowdAgreesWithNfcapd(int version)
    {
        await using var bench = await Bench.SetUpAsync();
        await Softflowd.ExportAsync(bench, version);
        await bench.AgreesAsync();
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public async Task PmacctdAgreesWithNfcapd(int version)
    {
        await using var bench = await Bench.SetUpAsync();
        await Pmacctd.ExportAsync(bench, version);
        await bench.AgreesAsync();

        // A device known by its MAC, and the VLANs that were on the wire.
        var device = await bench.Clarion.GetAsync("/api/v1/devices/02:00:00:00:00:07");
        Assert.Contains("10.1.0.7", device.GetProperty("addresses").ToString(), StringComparison.Ordinal);
        var vlans = (await bench.Clarion.GetAsync("/api/v1/flows/summary?from=now-1h&to=now%2B1h&by=vlan")).GetProperty("rows");
        Assert.Equal([10, 20], vlans.EnumerateArray().Select(row => row.GetProperty("key")[0].GetInt32()).Order());
    }

    [Fact]
    public async Task TsharkReadsTheSameRecords()
    {
        Tool.Require(("tshark", "tshark"));
        await using var bench = await Bench.SetUpAsync();
        await Softflowd.ExportAsync(bench, 10);
        await bench.CountedAsync();

        // The packets of the file are NetFlow datagrams without further headers; a line per datagram lists the sources of its records.
        var capture = bench.File("datagrams.pcap");
        CaptureFile.Write(capture, CaptureFile.Private, bench.Datagrams);
        var sources = await Tool.RunAsync(
            "tshark", "-r", capture, "-o", "uat:user_dlts:\"User 0 (DLT=147)\",\"cflow\",\"0\",\"\",\"0\",\"\"", "-T", "fields",
            "-e", "cflow.srcaddr");
        var theirs = Regex.Count(sources, @"\b10\.[0-9]+\.[0-9]+\.[0-9]+\b", RegexOptions.None, Bench.Deadline);

        // Exporters report their counters now and then.
        var ours = 0L;
        await Eventually.TrueAsync(
            async () => (ours = (await bench.Clarion.GetAsync("/api/v1/exporters")).GetProperty("items").EnumerateArray()
                .Sum(exporter => exporter.GetProperty("records").GetInt64())) >= theirs,
            Bench.Deadline,
            () => $"Clarion counts {ours} records, tshark {theirs}.");
        Assert.Equal((SampleTraffic.Flows, SampleTraffic.Flows), (theirs, ours));
    }
}
