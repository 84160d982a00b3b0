using System.Diagnostics;
using System.Globalization;

namespace Clarion.Queues.Tests.Broker;

/// <summary>
/// A real Kafka of its own: own ports on loopback, own folder. It makes topics that it does not know with eight partitions, as many brokers do. Its messages survive
/// <see cref="KillAsync"/>.
/// </summary>
public sealed class KafkaNode : IAsyncDisposable
{
    private static readonly string? Script = Find();
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-kafka-").FullName;

    // Its controller takes the port after.
    private readonly int _port = FreePort.TcpRow(2);
    private bool _isRunning;

    private KafkaNode()
    {
    }

    /// <summary>True when this machine can start one.</summary>
    public static bool IsInstalled => Script is not null && IsOnPath("java");

    /// <summary>Where it listens.</summary>
    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Skips the test, saying how to get it, unless this machine can start one.</summary>
    public static void Require() => Assert.SkipUnless(
        IsInstalled, Script is null
            ? "Needs a real Kafka: put its start script into shared/kafka beside the repository, or name the script by CLARION_TEST_KAFKA."
            : "Needs Java for Kafka; install it with: apt-get install --no-install-recommends openjdk-17-jre-headless");

    /// <summary>Starts a new one and waits until it answers.</summary>
    public static async Task<KafkaNode> StartAsync()
    {
        Require();
        var node = new KafkaNode();
        await node.RestartAsync();
        return node;
    }

    /// <summary>Starts it again with what it has stored.</summary>
    public async Task RestartAsync()
    {
        await RunAsync("start", _folder, _port.ToString(CultureInfo.InvariantCulture));
        _isRunning = true;
    }

    /// <summary>Ends it without any chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _isRunning = false;
        await RunAsync("kill", _folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isRunning)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Script!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HEAP"] = "384m";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, $"kafka {arguments[0]}: {await output}{await errors}");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLARION_TEST_KAFKA") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var script = Path.Combine(directory.FullName, "shared", "kafka", "kafka");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
