using Clarion.Correlation.Addresses;
using Clarion.Grains.Addresses;
using Clarion.Grains.Connectors;
using Clarion.Grains.Devices;
using Clarion.Grains.Entities;
using Clarion.Grains.Groups;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Partitions;
using Clarion.Grains.Places;
using Clarion.Grains.Switches;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Clarion.Grains;

/// <summary>Registers the silo role.</summary>
public static class GrainsSiloBuilderExtensions
{
    /// <summary>
    /// Adds Clarion's grains. The host adds clustering, reminders, the default grain storage, the stream provider named
    /// <see cref="ClarionStreams.Provider"/>, the store contracts, <see cref="AddressSpaces"/>, <see cref="TimeProvider"/>, the kinds of connector and
    /// the seal of their secrets.
    /// </summary>
    public static ISiloBuilder AddClarionGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddOptions<GrainsOptions>().BindConfiguration(GrainsOptions.Section).ValidateOnStart();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrainsOptions>, GrainsOptionsValidator>());
        silo.Services.AddClarionIdentity();
        silo.Services.AddClarionPlaces();
        silo.Services.AddHostedService<ConnectorStarter>();
        silo.Services.TryAddSingleton<EntityStateLoader>();
        silo.Services.TryAddSingleton<EntityStateWriter>();
        silo.Services.TryAddSingleton<PartitionMetrics>();
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainsOptions>>((collection, options) =>
        {
            foreach (var type in new[] { typeof(DeviceGrain), typeof(SwitchGrain), typeof(SgtPairGrain), typeof(AddressGrain) })
            {
                collection.ClassSpecificCollectionAge[type.FullName!] = options.Value.IdleAge;
            }
        });

        // Or a caller would hear of a missing codec instead of a store that is away.
        silo.Services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add("Clarion"));
        return silo.AddStartupTask(PrepareAsync, ServiceLifecycleStage.RuntimeGrainServices);
    }

    private static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var partitions = services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions;
        var made = await services.GetRequiredService<IRollupStore>().FixPartitionsAsync(partitions, cancellationToken);
        if (made != partitions)
        {
            throw new OptionsValidationException(
                GrainsOptions.Section, typeof(GrainsOptions),
                [FormattableString.Invariant($"{GrainsOptions.Section}:Partitions is {partitions}, but this data directory was made with {made}: set it back, or start with an empty directory.")]);
        }

        var index = services.GetRequiredService<AddressIndex>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await index.LoadAsync(services.GetRequiredService<IEntityStore>(), now, cancellationToken);
        await services.GetRequiredService<IdentityFeed>().LoadAsync(cancellationToken);
        services.GetRequiredService<SightingFollower>().Loaded();
        await services.GetRequiredService<PlaceFeed>().LoadAsync(cancellationToken);
        Log.IndexLoaded(services.GetRequiredService<ILogger<AddressIndex>>(), index.Count);
    }
}
