using Clarion.Migration.Running;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Tests.Timescale;
using Clarion.Storage.Timescale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Migration.Tests.Stores;

/// <summary>A store of either engine in a folder of its own, wired as the host wires it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    /// <summary>Eleven months after what the samples hold.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder;
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _settings;
    private readonly Func<IServiceCollection, IConfiguration, IServiceCollection> _add;
    private readonly Func<Task> _remove;
    private ServiceProvider _services;

    private TestStore(
        DirectoryInfo folder, IReadOnlyList<KeyValuePair<string, string?>> settings, Func<IServiceCollection, IConfiguration, IServiceCollection> add, Func<Task> remove)
    {
        (_folder, _settings, _add, _remove) = (folder, settings, add, remove);
        _services = Build();
    }

    public FakeTimeProvider Time { get; } = new(Now);

    public string Folder => _folder.FullName;

    /// <summary>The settings as environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Environment => _settings.Select(
        setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    public MigrationTarget Target => new(
        Get<IFlowStore>(), Get<IRollupStore>(), Get<IIdentityLog>(), Get<IDirectoryStore>(), Get<IPlaceStore>(), Get<ITrustSecStore>(), Get<ILegacyStore>(),
        Get<IAuditLog>());

    public IStoreMaintenance Maintenance => Get<IStoreMaintenance>();

    public IFlowQueries Queries => Get<IFlowQueries>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestStore> EmbeddedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("clarion-migration-");
        var store = new TestStore(
            folder, [new("Clarion:DataDirectory", folder.FullName), new("Clarion:DuckDb:MemoryLimitMegabytes", "512")],
            (services, configuration) => services.AddClarionDuckDb(configuration), () => Task.CompletedTask);
        await store.Maintenance.OpenAsync(Cancel);
        return store;
    }

    public static async Task<TestStore> TimescaleAsync(PostgresServer server)
    {
        var folder = Directory.CreateTempSubdirectory("clarion-migration-");
        var database = await server.CreateDatabaseAsync();
        var store = new TestStore(
            folder,
            [
                new("Clarion:Storage:Engine", "timescale"), new("Clarion:DataDirectory", folder.FullName),
                new("Clarion:Timescale:ConnectionString", server.ConnectionString(database)), new("Clarion:Timescale:JournalMegabytes", "64"),
            ],
            (services, configuration) => services.AddClarionTimescale(configuration), () => server.DropDatabaseAsync(database));
        await store.Maintenance.OpenAsync(Cancel);
        return store;
    }

    /// <summary>Closes it, for another process to open.</summary>
    public async Task CloseAsync()
    {
        await Maintenance.CloseAsync(Cancel);
        await _services.DisposeAsync();
    }

    /// <summary>Opens it again with nothing remembered in memory.</summary>
    public async Task OpenAsync()
    {
        _services = Build();
        await Maintenance.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Maintenance.CloseAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
        await _remove();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        return _add(services, new ConfigurationBuilder().AddInMemoryCollection(_settings).Build()).BuildServiceProvider();
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
