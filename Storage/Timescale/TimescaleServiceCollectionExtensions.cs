using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Rollups;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Dictionaries;
using Clarion.Storage.Timescale.Entities;
using Clarion.Storage.Timescale.Exporters;
using Clarion.Storage.Timescale.FlowLog;
using Clarion.Storage.Timescale.GrainState;
using Clarion.Storage.Timescale.Identity;
using Clarion.Storage.Timescale.Rollups;
using Clarion.Storage.Timescale.Upkeep;
using Clarion.Storage.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

namespace Clarion.Storage.Timescale;

/// <summary>Registers the store on PostgreSQL.</summary>
public static class TimescaleServiceCollectionExtensions
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Adds every store contract on PostgreSQL, and the options of sections <c>Clarion:Timescale</c> and <c>Clarion:Retention</c>.</summary>
    public static IServiceCollection AddClarionTimescale(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<TimescaleOptions>().Bind(configuration.GetSection(TimescaleOptions.Section)).ValidateOnStart()
            .PostConfigure(options => options.DataDirectory = Path.GetFullPath(
                configuration[StorageOptions.DataDirectoryKey] is { Length: > 0 } directory ? directory : "data"));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TimescaleOptions>, TimescaleOptionsValidator>());
        services.TryAddSingleton(provider => new SiloFence(provider.GetService<ILocalSiloDetails>()?.SiloAddress));
        services.TryAddSingleton<TimescaleDatabase>();
        services.TryAddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<TimescaleDatabase>());
        services.TryAddSingleton<IDictionaryTables, TimescaleDictionaryTables>();
        services.TryAddSingleton<TimescaleFlowTables>();
        services.TryAddSingleton<IFlowTables>(provider => provider.GetRequiredService<TimescaleFlowTables>());
        services.TryAddSingleton<IRollupTables, TimescaleRollupTables>();
        services.TryAddSingleton<IStoreFacts, TimescaleFacts>();
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TimescaleOptions>>().Value;
            return new JournalLimits(options.DataDirectory, long.MaxValue, options.JournalMegabytes * Megabyte);
        });
        services.TryAddSingleton<IEntityStore, TimescaleEntityStore>();
        services.TryAddSingleton<IExporterStore, TimescaleExporterStore>();
        services.TryAddSingleton<IIdentityLog, TimescaleIdentityLog>();
        services.TryAddSingleton<IDirectoryStore, TimescaleDirectoryStore>();
        services.TryAddSingleton<IStoreMaintenance, TimescaleMaintenance>();
        return services.AddSharedStore(configuration);
    }

    /// <summary>Makes this store the default grain storage. <see cref="AddClarionTimescale"/> must be called too.</summary>
    public static ISiloBuilder AddClarionTimescaleGrainStorageAsDefault(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddGrainStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => ActivatorUtilities.CreateInstance<TimescaleGrainStorage>(services));
        return silo;
    }
}
