using Clarion.Storage.Contracts;
using Orleans.Storage;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>A store of one engine, empty at first, that a test can stop and start again on the same data.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    IFlowStore Flows { get; }

    IRollupStore Rollups { get; }

    IEntityStore Entities { get; }

    IExporterStore Exporters { get; }

    IIdentityLog Identity { get; }

    IDirectoryStore Directories { get; }

    IPlaceStore Places { get; }

    IKeyRingStore Keys { get; }

    IAuditLog Audit { get; }

    IAccessLog Access { get; }

    ITrustSecStore TrustSec { get; }

    ILegacyStore Legacy { get; }

    IReportedGroupStore ReportedGroups { get; }

    IStoreMaintenance Maintenance { get; }

    IGrainStorage GrainStorage { get; }

    /// <summary>Closes the store and opens its data again with nothing remembered in memory.</summary>
    Task RestartAsync();

    /// <summary>The first flow of a lane's window: every column as the engine gives it back, by name.</summary>
    Task<IReadOnlyDictionary<string, object>> ReadRawFlowAsync(LaneKey lane, long sequence);
}

/// <summary>Base of the contract suites; an engine derives from each and says how to make a store.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected IStoreFixture Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IStoreFixture> CreateAsync();
}
