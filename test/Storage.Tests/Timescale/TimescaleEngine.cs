using Clarion.Storage.Timescale;
using Clarion.Storage.Tests.Queries;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>A database and a directory of its own.</summary>
internal sealed class TimescaleEngine : ITestEngine
{
    private readonly PostgresServer _server;
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("clarion-timescale-").FullName;
    private readonly string _database;

    private TimescaleEngine(PostgresServer server, string database) => (_server, _database) = (server, database);

    public string Directory => _directory;

    public string ConnectionString => _server.ConnectionString(_database);

    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Clarion:DataDirectory", _directory), new("Clarion:Timescale:ConnectionString", ConnectionString),
        new("Clarion:Timescale:JournalMegabytes", "64"),
    ];

    public static async Task<TimescaleEngine> CreateAsync(PostgresServer server) => new(server, await server.CreateDatabaseAsync());

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddClarionTimescale(configuration);

    public async ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(_directory, recursive: true);
        await _server.DropDatabaseAsync(_database);
    }
}
