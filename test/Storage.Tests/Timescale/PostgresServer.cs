using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>A real server on a port and in a folder of its own, run as the user <c>postgres</c>.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Where data go when nothing else is said.</summary>
    public const string Home = "/tmp";

    private const string User = "postgres";
    private const string TreeBinaries = "/usr/lib/postgresql/17/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _root;
    private readonly string _binaries;
    private readonly string _folder;
    private readonly string[] _settings;
    private int _databases;
    private Process? _process;

    private PostgresServer(string root, string binaries, string home, params string[] settings)
    {
        (_root, _binaries, _settings) = (root, binaries, settings);
        _folder = $"{home}/clarion-postgres-{Guid.NewGuid():N}";
        Port = FreePort.Tcp();
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The programs of the newest PostgreSQL of this machine; null when there is none.</summary>
    public static string? HostBinaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Whether a tree has what is needed.</summary>
    public static bool IsTree(string path) => File.Exists(path + TreeBinaries + "/postgres") && Directory.Exists(path + "/usr/share/postgresql/17/extension");

    /// <summary>Starts a server with TimescaleDB in a tree.</summary>
    public static Task<PostgresServer> StartTimescaleAsync(string tree, string home = Home) => NewAsync(new PostgresServer(
        tree, TreeBinaries, home, "shared_preload_libraries=timescaledb", "timescaledb.telemetry_level=off", "max_worker_processes=32"));

    /// <summary>Starts a server that has TimescaleDB and does not load it.</summary>
    public static Task<PostgresServer> StartWithoutPreloadAsync(string tree) => NewAsync(new PostgresServer(tree, TreeBinaries, Home));

    /// <summary>Starts the server of this machine.</summary>
    public static Task<PostgresServer> StartPlainAsync() => NewAsync(new PostgresServer("/", HostBinaries!, Home));

    /// <summary>How to reach a database of the server.</summary>
    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={User};Database={database};SSL Mode=Disable;Timeout=5");

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(User, $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Removes a database, whoever uses it.</summary>
    public async Task DropDatabaseAsync(string database)
    {
        if (_process is { HasExited: false })
        {
            await ExecuteAsync(User, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
    }

    /// <summary>Runs statements in a database.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Fixed text of tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends all its processes without warning.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await EndAsync();
    }

    /// <summary>Stops it as an administrator does who cannot wait.</summary>
    public async Task StopAsync()
    {
        using (var signal = Process.Start("kill", ["-INT", _process!.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync();
        }

        await EndAsync();
    }

    /// <summary>Whether it has ended by itself, as it does when it cannot go on.</summary>
    public bool HasEnded => _process is not { HasExited: false };

    /// <summary>Starts it again on the same data.</summary>
    public async Task StartAsync()
    {
        _process = Start(
            "postgres", ["-D", _folder, .. _settings.Prepend("fsync=off").Append("listen_addresses=127.0.0.1").Append("max_connections=200")
                .Append(string.Create(CultureInfo.InvariantCulture, $"port={Port}")).Append($"unix_socket_directories={_folder}").SelectMany(setting => new[] { "-c", setting })]);
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.False(_process.HasExited, "PostgreSQL ended: see its log in the output of the tests.");
            Assert.True(waited.Elapsed < Patience, "PostgreSQL did not answer in time.");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync();
        }

        Directory.Delete(_root.TrimEnd('/') + _folder, recursive: true);
    }

    private static async Task<PostgresServer> NewAsync(PostgresServer server)
    {
        using (var init = server.Start("initdb", ["-D", server._folder, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))
        {
            await init.WaitForExitAsync();
            Assert.Equal(0, init.ExitCode);
        }

        await server.StartAsync();
        return server;
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("chroot", [$"--userspec={User}:{User}", _root, $"{_binaries}/{program}", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task EndAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync(User, "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
