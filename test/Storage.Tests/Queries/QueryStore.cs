using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Storage.Tests.Queries;

/// <summary>An embedded store in a directory of its own, deleted afterwards.</summary>
internal sealed class QueryStore : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clarion-queries-").FullName;
    private readonly ServiceProvider _services;

    private QueryStore(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Clarion:DataDirectory", _directory), new("Clarion:DuckDb:Threads", "2"), .. settings])
            .Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddClarionDuckDb(configuration).BuildServiceProvider();
    }

    /// <summary>The store's clock: 24 November 2026, noon.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public IFlowQueries Queries => _services.GetRequiredService<IFlowQueries>();

    public IFlowStore Flows => _services.GetRequiredService<IFlowStore>();

    public IRollupStore Rollups => _services.GetRequiredService<IRollupStore>();

    public IEntityStore Entities => _services.GetRequiredService<IEntityStore>();

    public StoreUpkeep Upkeep => _services.GetRequiredService<StoreUpkeep>();

    public StoreReports Reports => _services.GetRequiredService<StoreReports>();

    public DuckDbDatabase Database => _services.GetRequiredService<DuckDbDatabase>();

    public static async Task<QueryStore> OpenAsync(params KeyValuePair<string, string?>[] settings)
    {
        var store = new QueryStore(settings);
        await store._services.GetRequiredService<IStoreMaintenance>().OpenAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IStoreMaintenance>().CloseAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
