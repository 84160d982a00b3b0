[assembly: AssemblyFixture(typeof(Clarion.Storage.Tests.Timescale.PostgresServers))]

namespace Clarion.Storage.Tests.Timescale;

/// <summary>One server of each kind for all tests, started when the first asks for it.</summary>
public sealed class PostgresServers : IAsyncDisposable
{
    private const string Tree = "clarion/trixie";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _timescale;
    private PostgresServer? _plain;

    /// <summary>Where test.sh puts a Debian tree that has TimescaleDB.</summary>
    internal static string TreePath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        Tree);

    /// <summary>PostgreSQL with TimescaleDB (Apache edition); skips the test where there is none.</summary>
    internal async Task<PostgresServer> TimescaleAsync()
    {
        RequireTimescale();
        return await StartAsync(() => _timescale, server => _timescale = server, () => PostgresServer.StartTimescaleAsync(TreePath));
    }

    /// <summary>PostgreSQL of this machine, without TimescaleDB; skips the test where there is none.</summary>
    internal async Task<PostgresServer> PlainAsync()
    {
        Assert.SkipWhen(PostgresServer.HostBinaries is null || !Environment.IsPrivilegedProcess, "Needs PostgreSQL, and root to start it as another user; install it with: apt-get install postgresql");
        return await StartAsync(() => _plain, server => _plain = server, PostgresServer.StartPlainAsync);
    }

    /// <summary>A server with TimescaleDB of one's own, to be stopped and killed.</summary>
    /// <param name="home">Folder of the tree that its data go into.</param>
    internal static async Task<PostgresServer> OwnTimescaleAsync(string home = PostgresServer.Home)
    {
        RequireTimescale();
        return await PostgresServer.StartTimescaleAsync(TreePath, home);
    }

    /// <summary>A server of one's own that has TimescaleDB and does not load it.</summary>
    internal static async Task<PostgresServer> OwnWithoutPreloadAsync()
    {
        RequireTimescale();
        return await PostgresServer.StartWithoutPreloadAsync(TreePath);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _timescale, _plain })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        _starting.Dispose();
    }

    /// <summary>Skips the test, saying how to get it, unless there is a tree with TimescaleDB.</summary>
    internal static void RequireTimescale() => Assert.SkipUnless(
        PostgresServer.IsTree(TreePath) && Environment.IsPrivilegedProcess,
        $"Needs a Debian tree with TimescaleDB in {TreePath}, and root to enter it; ./test.sh makes it (debootstrap --include=postgresql-17,postgresql-17-timescaledb trixie)");

    private async Task<PostgresServer> StartAsync(Func<PostgresServer?> started, Action<PostgresServer> keep, Func<Task<PostgresServer>> start)
    {
        await _starting.WaitAsync();
        try
        {
            if (started() is { } running)
            {
                return running;
            }

            var server = await start();
            keep(server);
            return server;
        }
        finally
        {
            _starting.Release();
        }
    }
}
