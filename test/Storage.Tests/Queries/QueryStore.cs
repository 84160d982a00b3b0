using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Storage.Tests.Queries;

/// <summary>A store of an engine, wired as the host wires it, removed afterwards.</summary>
internal sealed class QueryStore : IAsyncDisposable
{
    private readonly ITestEngine _engine;
    private readonly ServiceProvider _services;

    private QueryStore(ITestEngine engine, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        _engine = engine;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([.. engine.Settings, .. settings]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock);
        engine.Add(services, configuration);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The store's clock: 24 November 2026, noon.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public IFlowQueries Queries => _services.GetRequiredService<IFlowQueries>();

    public IFlowStore Flows => _services.GetRequiredService<IFlowStore>();

    public IRollupStore Rollups => _services.GetRequiredService<IRollupStore>();

    public IEntityStore Entities => _services.GetRequiredService<IEntityStore>();

    public StoreUpkeep Upkeep => _services.GetRequiredService<StoreUpkeep>();

    public StoreReports Reports => _services.GetRequiredService<StoreReports>();

    public ISqlDatabase Database => _services.GetRequiredService<ISqlDatabase>();

    public static async Task<QueryStore> OpenAsync(ITestEngine engine, params KeyValuePair<string, string?>[] settings)
    {
        var store = new QueryStore(engine, settings);
        await store._services.GetRequiredService<IStoreMaintenance>().OpenAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IStoreMaintenance>().CloseAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
