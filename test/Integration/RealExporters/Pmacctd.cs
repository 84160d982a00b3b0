using Clarion.Integration.Harness;

namespace Clarion.Integration.RealExporters;

/// <summary>The exporter pmacctd with its plugin nfprobe.</summary>
internal static class Pmacctd
{
    /// <summary>Lets it see the sample traffic until Clarion has counted it; it exports a flow after two seconds without packets.</summary>
    public static async Task ExportAsync(Bench bench, int version)
    {
        var configuration = bench.File("pmacctd.conf");
        await File.WriteAllLinesAsync(configuration,
        [
            "daemonize: false", $"pcap_interface: {bench.Interface}", "plugins: nfprobe", $"nfprobe_receiver: {bench.Collector}",
            "aggregate: src_mac, dst_mac, vlan, src_host, dst_host, src_port, dst_port, proto, tos",
            $"nfprobe_version: {version}", "nfprobe_timeouts: tcp=2:udp=2:general=2:maxlife=60:expint=1",
            $"pidfile: {bench.File("pmacctd.pid")}",
        ]);
        await using var exporter = Tool.Start("pmacctd", "-f", configuration);
        await Eventually.TrueAsync(
            async () => (await Tool.RunAsync("ip", "-d", "link", "show", bench.Interface)).Contains("promiscuity 1", StringComparison.Ordinal),
            Bench.Deadline, () => "pmacctd did not start.");
        await bench.SendAsync();
        await bench.CountedAsync();
        await exporter.SignalAsync("INT");
    }
}
