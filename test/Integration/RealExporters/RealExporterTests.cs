using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Clarion.Integration.Harness;

namespace Clarion.Integration.RealExporters;

/// <summary>
/// Real exporters watch real frames on a virtual cable; Clarion and nfcapd read the same datagrams. Both must count alike, and what they
/// count is what was sent.
/// </summary>
public sealed class RealExporterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public Task Softflowd(int version) => AgreesAsync(async (cable, port, directory, send) =>
    {
        var control = Path.Combine(directory, "softflowd.ctl");
        await using var exporter = Tool.Start(
            "softflowd", "-d", "-i", cable.Far, "-n", Target(port), "-v", Text(version), "-T", version == 5 ? "full" : "ether",
            "-B", "8388608", "-m", "100000", "-c", control, "-p", Path.Combine(directory, "softflowd.pid"));
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(control)), Deadline, () => "softflowd did not start.");
        await send();
        var statistics = "";
        await Eventually.TrueAsync(
            async () => Regex.IsMatch(
                statistics = await Tool.RunAsync("softflowctl", "-c", control, "statistics"), $"Packets processed: *{SampleTraffic.Packets}\\b",
                RegexOptions.None, Deadline),
            Deadline,
            () => statistics);
        await Tool.RunAsync("softflowctl", "-c", control, "shutdown");
        await Eventually.TrueAsync(() => Task.FromResult(!File.Exists(control)), Deadline, () => "softflowd did not stop.");
    });

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public Task Pmacctd(int version) => AgreesAsync(
        async (cable, port, directory, send) =>
        {
            var configuration = Path.Combine(directory, "pmacctd.conf");
            await File.WriteAllLinesAsync(configuration,
            [
                "daemonize: false", $"pcap_interface: {cable.Far}", "plugins: nfprobe", $"nfprobe_receiver: {Target(port)}",
                "plugin_buffer_size: 1024000", "plugin_pipe_size: 102400000",
                "aggregate: src_mac, dst_mac, vlan, src_host, dst_host, src_port, dst_port, proto, tos",
                $"nfprobe_version: {version}", "nfprobe_timeouts: tcp=1:udp=1:general=1:maxlife=1:expint=1",
                $"pidfile: {Path.Combine(directory, "pmacctd.pid")}",
            ]);
            await using var exporter = Tool.Start("pmacctd", "-f", configuration);
            await Eventually.TrueAsync(
                async () => (await Tool.RunAsync("ip", "-d", "link", "show", cable.Far)).Contains("promiscuity 1", StringComparison.Ordinal),
                Deadline, () => "pmacctd did not start.");
            await send();
            await exporter.SignalAsync("INT");
        },
        async clarion =>
        {
            // A device known by its MAC, at the VLAN that was on the wire.
            var device = await clarion.GetAsync("/api/v1/devices/02:00:00:00:00:07");
            Assert.Contains("10.1.0.7", device.ToString(), StringComparison.Ordinal);
            var vlans = (await clarion.GetAsync("/api/v1/flows/summary?from=now-1h&to=now%2B1h&by=vlan")).GetProperty("rows");
            Assert.Equal(2, vlans.GetArrayLength());
        });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Target(int port) => "127.0.0.1:" + Text(port);

    private static async Task AgreesAsync(
        Func<VirtualCable, int, string, Func<Task>, Task> export, Func<ClarionProcess, Task>? andAlso = null)
    {
        Tool.Require(
            ("nfcapd", "nfdump"), ("nfdump", "nfdump"), ("softflowd", "softflowd"), ("pmacctd", "pmacct"), ("tcpreplay", "tcpreplay"),
            ("ip", "iproute2"));
        using var data = new DataDirectory();
        using var files = new DataDirectory();
        using var peerFiles = new DataDirectory();
        await using var cable = await VirtualCable.PlugAsync();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        var peerPort = FreePort();
        await using var peer = Tool.Start("nfcapd", "-b", "127.0.0.1", "-p", Text(peerPort), "-w", peerFiles.Path, "-t", "3600", "-B", "4000000");
        await Eventually.TrueAsync(() => Task.FromResult(IsBound(peerPort)), Deadline, () => "nfcapd did not start.");
        await using var splitter = new Splitter(peerPort, clarion.NetFlowPort);
        var frames = Path.Combine(files.Path, "frames.pcap");
        SampleTraffic.Write(frames);

        await export(cable, splitter.Port, files.Path, () => Tool.RunAsync("tcpreplay", "--pps=4000", "-q", "-i", cable.Near, frames));

        await Totals.AppliedAsync(clarion, SampleTraffic.Flows, Deadline);
        await peer.SignalAsync("TERM");
        var theirs = await Tool.RunAsync("nfdump", "-R", peerFiles.Path, "-I");
        var ours = await clarion.GetAsync("/api/v1/flows/summary?from=now-24h&to=now%2B1h");
        Assert.Equal((Theirs("Flows"), Theirs("Packets"), Theirs("Bytes")), (Ours("flows"), Ours("packets"), Ours("bytes")));
        Assert.Equal((SampleTraffic.Flows, SampleTraffic.Packets, SampleTraffic.Bytes), (Ours("flows"), Ours("packets"), Ours("bytes")));
        if (andAlso is not null)
        {
            await andAlso(clarion);
        }

        long Theirs(string name) => long.Parse(
            Regex.Match(theirs, $"^{name}: ([0-9]+)", RegexOptions.Multiline, Deadline).Groups[1].Value, CultureInfo.InvariantCulture);

        long Ours(string name) => (long)ours.GetProperty(name).GetDouble();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool IsBound(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(l => l.Port == port);
}
