using System.Diagnostics;
using System.Text.Json;
using Clarion.Simulation.Tests.Support;

namespace Clarion.Simulation.Tests;

/// <summary>The tool as a script sees it: exit codes and output.</summary>
public sealed class CliTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Simulate_prints_what_it_sent_and_writes_the_truth()
    {
        using var sink = new UdpSink();
        var truthFile = Path.Combine(_folder, "truth.json");

        var (code, output, errors) = await RunAsync(
            "simulate", "--netflow", $"{sink.Address}", "--ipfix", $"{sink.Address}", "--rate", "20000", "--flows", "3000", "--devices", "100",
            "--switches", "4", "--json", "--truth", truthFile);

        Assert.Equal((0, ""), (code, errors));
        var sent = JsonDocument.Parse(output).RootElement;
        sink.Take(sent.GetProperty("datagrams").GetInt64());
        await using var file = File.OpenRead(truthFile);
        var truth = await CampusTruth.ReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(sent.GetProperty("flows").GetInt64(), truth.Switches.Sum(s => s.Flows));
        Assert.Equal(100, truth.Devices.Count);
    }

    [Fact]
    public async Task Replay_sends_a_file()
    {
        using var sink = new UdpSink();
        var file = Path.Combine(_folder, "one.dat");
        await File.WriteAllBytesAsync(file, [0, 9, 1, 2, 3], TestContext.Current.CancellationToken);

        var (code, output, _) = await RunAsync("replay", file, "--netflow", $"{sink.Address}", "--loops", "2", "--rate", "0", "--json");

        Assert.Equal(0, code);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("datagrams").GetInt64());
        sink.Take(2);
    }

    [Theory]
    [InlineData(2, "--rate", "simulate", "--rate", "-1")]
    [InlineData(2, "--rate", "simulate", "--rate", "fast")]
    [InlineData(2, "--loops", "replay", "x.pcap", "--loops", "-1")]
    [InlineData(2, "Devices must be 50", "simulate", "--devices", "3")]
    [InlineData(2, "'nowhere' is no host:port", "simulate", "--netflow", "nowhere")]
    [InlineData(2, "'soon' is no duration", "simulate", "--duration", "soon")]
    [InlineData(2, "'70000' is no port", "simulate", "--ise", "70000")]
    [InlineData(2, "'here' is no address", "simulate", "--places", "here")]
    [InlineData(1, "--places: the locations were not entered: Connection refused", "simulate", "--places", "http://127.0.0.1:9", "--flows", "1")]
    [InlineData(2, "'v7' is no version", "simulate", "--versions", "v7")]
    [InlineData(2, "clarion replay --help", "replay")]
    [InlineData(2, "frobnicate", "frobnicate")]
    [InlineData(1, "missing.pcap", "replay", "missing.pcap")]
    public async Task Faults_have_their_exit_code_and_a_sentence(int expected, string message, params string[] args)
    {
        var (code, _, errors) = await RunAsync(args);

        Assert.Equal(expected, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "clarion.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await errors);
    }
}
