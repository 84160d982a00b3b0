using Clarion.Storage.Tests.Queries;
using Clarion.Storage.Timescale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>A database and a directory of its own.</summary>
internal sealed class TimescaleEngine : ITestEngine
{
    private readonly Func<Task> _remove;

    private TimescaleEngine(string connectionString, string database, Func<Task> remove) =>
        (ConnectionString, Database, _remove) = (connectionString, database, remove);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("clarion-timescale-").FullName;

    public string ConnectionString { get; }

    public string Database { get; }

    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Clarion:DataDirectory", Directory), new("Clarion:Timescale:ConnectionString", ConnectionString),
        new("Clarion:Timescale:JournalMegabytes", "64"),
    ];

    /// <summary>A new database of a server.</summary>
    public static async Task<TimescaleEngine> CreateAsync(PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        return new TimescaleEngine(server.ConnectionString(database), database, () => server.DropDatabaseAsync(database));
    }

    /// <summary>A database that somebody else removes.</summary>
    public static TimescaleEngine On(string connectionString) => new(connectionString, "", () => Task.CompletedTask);

    /// <summary>Another process on the same database.</summary>
    public TimescaleEngine Beside() => On(ConnectionString);

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddClarionTimescale(configuration);

    public async ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        await _remove();
    }
}
