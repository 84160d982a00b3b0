using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Clarion.Queues.Tests.Broker;

/// <summary>
/// A real RabbitMQ of its own: own ports on loopback, own folder, own port mapper, so that it disturbs no other and none is left behind. Its messages
/// survive <see cref="KillAsync"/>.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-rabbitmq-").FullName;
    private readonly int _mapperPort = FreePort.Tcp();
    private readonly int _distributionPort = FreePort.Tcp();
    private readonly StringBuilder _output = new();
    private Process? _mapper;
    private Process? _broker;

    private RabbitMqNode()
    {
    }

    /// <summary>True when the server is installed.</summary>
    public static bool IsInstalled => File.Exists(Server);

    /// <summary>Where it listens.</summary>
    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; } = FreePort.Tcp();

    /// <summary>Skips the test, saying how to get it, unless the server is installed.</summary>
    public static void Require() => Assert.SkipUnless(
        IsInstalled, "Needs a real RabbitMQ; install it with: apt-get install --no-install-recommends rabbitmq-server");

    /// <summary>Starts a new one and waits until it answers.</summary>
    public static async Task<RabbitMqNode> StartAsync()
    {
        Require();
        var node = new RabbitMqNode();
        node._mapper = node.Launch("epmd");
        await node.RestartAsync();
        return node;
    }

    /// <summary>Starts it again with what it has stored.</summary>
    public async Task RestartAsync()
    {
        _broker = Launch(Server);
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.True(!_broker.HasExited && waited.Elapsed < StartDeadline, $"RabbitMQ did not start:\n{Output()}");
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>
    /// Waits until the node has written down that it has these queues. It confirms messages of a new queue before, and one that is killed then
    /// forgets queue and messages; RabbitMQ 3.10 does so for some seconds.
    /// </summary>
    public async Task RemembersAsync(params string[] queues)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var registers = Directory.GetFiles(Path.Combine(_folder, "mnesia"), "names.dets", SearchOption.AllDirectories);
            var written = string.Concat(registers.Select(file => Encoding.Latin1.GetString(ReadShared(file))));
            if (queues.All(queue => written.Contains(queue, StringComparison.Ordinal)))
            {
                return;
            }

            Assert.True(waited.Elapsed < StartDeadline, "RabbitMQ has not written its queues down.");
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>Ends it without any chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse((await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), CancellationToken.None)).Trim(), CultureInfo.InvariantCulture);
        using var broker = Process.GetProcessById(pid);
        broker.Kill();
        await broker.WaitForExitAsync(CancellationToken.None);
        if (_broker is { } script)
        {
            await script.WaitForExitAsync(CancellationToken.None);
            script.Dispose();
            _broker = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await KillAsync();
        }

        if (_mapper is { } mapper)
        {
            mapper.Kill();
            await mapper.WaitForExitAsync(CancellationToken.None);
            mapper.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..read];
    }

    private Process Launch(string program)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = _folder,
            ["ERL_EPMD_PORT"] = Text(_mapperPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"clarion{Text(Port)}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(Port),
            ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    // The port opens when everything behind it has started.
    private async Task<bool> AnswersAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
