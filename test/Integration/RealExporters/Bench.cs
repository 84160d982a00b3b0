using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Clarion.Integration.Harness;

namespace Clarion.Integration.RealExporters;

/// <summary>A virtual cable for an exporter to watch, and Clarion and nfcapd, which both get every datagram it sends.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly DataDirectory _data = new();
    private readonly DataDirectory _files = new();
    private readonly DataDirectory _peerFiles = new();
    private readonly int _peerPort = FreePort.Udp();
    private VirtualCable _cable = null!;
    private ClarionProcess _clarion = null!;
    private Tool _peer = null!;
    private Splitter _splitter = null!;

    private Bench()
    {
    }

    public ClarionProcess Clarion => _clarion;

    /// <summary>Where the exporter listens.</summary>
    public string Interface => _cable.Far;

    /// <summary>Where the exporter sends, as address:port.</summary>
    public string Collector => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_splitter.Port}");

    /// <summary>What the exporter sent.</summary>
    public IReadOnlyCollection<byte[]> Datagrams => _splitter.Datagrams;

    public static async Task<Bench> SetUpAsync()
    {
        Tool.Require(
            ("nfcapd", "nfdump"), ("nfdump", "nfdump"), ("softflowd", "softflowd"), ("pmacctd", "pmacct"), ("tcpreplay", "tcpreplay"),
            ("ip", "iproute2"));
        var bench = new Bench();
        try
        {
            await bench.StartAsync();
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>A file that goes with the test.</summary>
    public string File(string name) => Path.Combine(_files.Path, name);

    /// <summary>Sends the sample traffic into the cable.</summary>
    public Task SendAsync() => ReplayAsync("frames.pcap", SampleTraffic.Write);

    /// <summary>Sends frames that are no flows.</summary>
    public Task SendFillerAsync() => ReplayAsync("filler.pcap", SampleTraffic.WriteFiller);

    /// <summary>Waits until Clarion has counted every packet that was sent.</summary>
    public async Task CountedAsync()
    {
        var counts = default(JsonElement);
        await Eventually.TrueAsync(
            async () => Count(counts = await SummaryAsync(), "packets") >= SampleTraffic.Packets,
            Deadline,
            () => $"Not all {SampleTraffic.Packets} packets were counted; {Datagrams.Count} datagrams came: {counts}\n{_clarion.Output}");
    }

    /// <summary>Clarion and nfcapd counted alike, and what was sent.</summary>
    public async Task AgreesAsync()
    {
        await CountedAsync();
        await Eventually.TrueAsync(() => Task.FromResult(UdpPort.IsDrained(_peerPort)), Deadline, () => "nfcapd does not read its datagrams.");
        await _peer.SignalAsync("TERM");
        var theirs = await Tool.RunAsync("nfdump", "-R", _peerFiles.Path, "-I");
        var ours = await SummaryAsync();
        Assert.Equal((Theirs("Flows"), Theirs("Packets"), Theirs("Bytes")), (Count(ours, "flows"), Count(ours, "packets"), Count(ours, "bytes")));
        Assert.Equal((SampleTraffic.Packets, SampleTraffic.Bytes), (Count(ours, "packets"), Count(ours, "bytes")));

        // An exporter may report a long pause within a conversation as a second flow, never fewer flows than there are.
        Assert.True(Count(ours, "flows") >= SampleTraffic.Flows, ours.ToString());

        long Theirs(string name) => long.Parse(
            Regex.Match(theirs, $"^{name}: ([0-9]+)", RegexOptions.Multiline, Deadline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        _data.Dispose();
        _files.Dispose();
        _peerFiles.Dispose();
    }

    private static long Count(JsonElement summary, string name) => (long)summary.GetProperty(name).GetDouble();

    private async Task StartAsync()
    {
        _parts.Push(_cable = await VirtualCable.PlugAsync());
        _parts.Push(_peer = Tool.Start(
            "nfcapd", "-b", "127.0.0.1", "-p", _peerPort.ToString(CultureInfo.InvariantCulture), "-w", _peerFiles.Path, "-t", "3600",
            "-B", "4000000"));
        _parts.Push(_clarion = await ClarionProcess.StartAsync(_data.Path));
        await Eventually.TrueAsync(() => Task.FromResult(UdpPort.IsBound(_peerPort)), Deadline, () => "nfcapd did not start.");
        _parts.Push(_splitter = new Splitter(_peerPort, _clarion.NetFlowPort));
    }

    private Task<JsonElement> SummaryAsync() => _clarion.GetAsync("/api/v1/flows/summary?from=now-24h&to=now%2B1h");

    private async Task ReplayAsync(string name, Action<string> write)
    {
        write(File(name));
        await Tool.RunAsync("tcpreplay", "--pps=4000", "-q", "-i", _cable.Near, File(name));
    }
}
