using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.DuckDb.Dictionaries;
using Clarion.Storage.DuckDb.Entities;
using Clarion.Storage.DuckDb.Exporters;
using Clarion.Storage.DuckDb.FlowLog;
using Clarion.Storage.DuckDb.GrainState;
using Clarion.Storage.DuckDb.Identity;
using Clarion.Storage.DuckDb.Rollups;
using Clarion.Storage.DuckDb.Upkeep;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Rollups;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

namespace Clarion.Storage.DuckDb;

/// <summary>Registers the embedded store.</summary>
public static class DuckDbServiceCollectionExtensions
{
    // Eight row groups: the tables lie beside the journal, so what stops them stops it too.
    private const long MostWaitingRows = 8 * 122_880;

    /// <summary>Adds every store contract on DuckDB, and the options of sections <c>Clarion:DuckDb</c> and <c>Clarion:Retention</c>.</summary>
    public static IServiceCollection AddClarionDuckDb(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DuckDbOptions>().Bind(configuration.GetSection(DuckDbOptions.Section)).ValidateOnStart()
            .PostConfigure(options => options.DataDirectory = configuration[StorageOptions.DataDirectoryKey] is { Length: > 0 } directory ? directory : "data");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DuckDbOptions>, DuckDbOptionsValidator>());
        services.TryAddSingleton<DuckDbDatabase>();
        services.TryAddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<DuckDbDatabase>());
        services.TryAddSingleton<IDictionaryTables, DuckDbDictionaryTables>();
        services.TryAddSingleton<IFlowTables, DuckDbFlowTables>();
        services.TryAddSingleton<IRollupTables, DuckDbRollupTables>();
        services.TryAddSingleton<IStoreFacts, DuckDbFacts>();
        services.TryAddSingleton(provider => new JournalLimits(
            provider.GetRequiredService<DuckDbDatabase>().DataDirectory, MostWaitingRows, long.MaxValue));
        services.TryAddSingleton<IEntityStore, DuckDbEntityStore>();
        services.TryAddSingleton<IExporterStore, DuckDbExporterStore>();
        services.TryAddSingleton<IIdentityLog, DuckDbIdentityLog>();
        services.TryAddSingleton<IDirectoryStore, DuckDbDirectoryStore>();
        services.TryAddSingleton<IStoreMaintenance, DuckDbMaintenance>();
        return services.AddSharedStore(configuration);
    }

    /// <summary>Makes the embedded store the default grain storage. <see cref="AddClarionDuckDb"/> must be called too.</summary>
    public static ISiloBuilder AddClarionDuckDbGrainStorageAsDefault(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddGrainStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => ActivatorUtilities.CreateInstance<DuckDbGrainStorage>(services));
        return silo;
    }
}
