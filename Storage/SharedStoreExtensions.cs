using System.Diagnostics.Metrics;
using Clarion.Storage.Access;
using Clarion.Storage.Audit;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Keys;
using Clarion.Storage.Legacy;
using Clarion.Storage.Places;
using Clarion.Storage.Queries;
using Clarion.Storage.Rollups;
using Clarion.Storage.TrustSec;
using Clarion.Storage.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Clarion.Storage;

/// <summary>Registers what every engine has in common, on top of its tables.</summary>
internal static class SharedStoreExtensions
{
    /// <summary>Adds the flow log, rollups, places, questions and upkeep, and the options of section <c>Clarion:Retention</c>.</summary>
    public static IServiceCollection AddSharedStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExporterDictionary>();
        services.TryAddSingleton<TextDictionary>();
        services.TryAddSingleton<LaneDictionary>();
        services.TryAddSingleton<FlowIntake>();
        services.TryAddSingleton<IFlowStore, FlowStore>();
        services.TryAddSingleton<IRollupStore, RollupStore>();
        services.TryAddSingleton<IFlowQueries, FlowQueries>();
        services.TryAddSingleton<IPlaceStore, PlaceStore>();
        services.TryAddSingleton<IKeyRingStore, KeyRingStore>();
        services.TryAddSingleton<IAuditLog, AuditLog>();
        services.TryAddSingleton<IAccessLog, AccessLog>();
        services.TryAddSingleton<IReportedGroupStore, ReportedGroupStore>();
        services.TryAddSingleton<ITrustSecStore, TrustSecStore>();
        services.TryAddSingleton<ILegacyStore, LegacyStore>();
        services.TryAddSingleton<RetentionLog>();
        services.TryAddSingleton<Retention>();
        services.TryAddSingleton<StoreReports>();
        services.AddMetrics();
        services.TryAddSingleton(provider => new StoreMetrics(provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<FlowIntake>()));
        services.TryAddSingleton<StoreUpkeep>();
        return services;
    }
}
