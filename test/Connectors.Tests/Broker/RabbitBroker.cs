using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Connectors.Tests.Broker;

/// <summary>RabbitMQ with its Web STOMP plugin, on ports and in a folder of its own: a STOMP server that nobody here wrote.</summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string NameServer = "/usr/bin/epmd";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-rabbit-").FullName;
    private Process? _process;
    private Process? _names;

    public Uri Address { get; private set; } = null!;

    /// <summary>Skips the test, saying how to get it, unless the broker runs.</summary>
    public void Require() => Assert.SkipWhen(_process is null, "Needs a real STOMP broker; install it with: apt-get install rabbitmq-server");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program) || !File.Exists(NameServer))
        {
            return;
        }

        var (web, amqp, distribution, epmd) = (FreePort.Tcp(), FreePort.Tcp(), FreePort.Tcp(), FreePort.Tcp());
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{web}/ws"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "plugins"), "[rabbitmq_web_stomp].\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            web_stomp.tcp.listener = 127.0.0.1:{web}
            stomp.listeners.tcp = none
            web_stomp.ws_frame = binary
            loopback_users.guest = true

            """));
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new (string, string)[]
        {
            ("RABBITMQ_NODENAME", $"clarion{web}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", Number(amqp)),
            ("RABBITMQ_DIST_PORT", Number(distribution)), ("RABBITMQ_MNESIA_BASE", Path.Combine(_folder, "mnesia")),
            ("RABBITMQ_LOG_BASE", Path.Combine(_folder, "log")), ("RABBITMQ_PID_FILE", Path.Combine(_folder, "pid")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(_folder, "plugins")), ("RABBITMQ_CONFIG_FILE", Path.Combine(_folder, "rabbitmq.conf")),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("ERL_EPMD_PORT", Number(epmd)), ("HOME", _folder),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        })
        {
            start.Environment[name] = value;
        }

        // Erlang would start its name server as a daemon that outlives it; a child can be ended.
        _names = Process.Start(NameServer, ["-port", Number(epmd), "-address", "127.0.0.1"]);
        var waited = Stopwatch.StartNew();
        while (!await ListensAsync(epmd))
        {
            Assert.True(waited.Elapsed < Patience, "Erlang's name server did not listen in time.");
            await Task.Delay(20);
        }

        _process = Process.Start(start)!;
        var output = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        waited.Restart();
        while (!await ListensAsync(web))
        {
            Assert.False(_process.HasExited, _process.HasExited ? await output + await errors : "");
            Assert.True(waited.Elapsed < Patience, "RabbitMQ did not listen in time.");
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // The shell that starts Erlang passes no signal on; the pid file names the one that counts.
            if (int.TryParse(await File.ReadAllTextAsync(Path.Combine(_folder, "pid")), CultureInfo.InvariantCulture, out var pid))
            {
                using var erlang = Process.GetProcessById(pid);
                erlang.Kill(entireProcessTree: true);
                await erlang.WaitForExitAsync();
            }

            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        if (_names is not null)
        {
            _names.Kill();
            await _names.WaitForExitAsync();
            _names.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
