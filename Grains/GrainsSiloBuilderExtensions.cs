using Clarion.Correlation.Addresses;
using Clarion.Grains.Addresses;
using Clarion.Grains.Connectors;
using Clarion.Grains.Devices;
using Clarion.Grains.Entities;
using Clarion.Grains.Groups;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Partitions;
using Clarion.Grains.Switches;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

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
        silo.Services.AddReadModels();
        silo.Services.AddHostedService<ConnectorStarter>();
        silo.Services.TryAddSingleton<ConnectorStores>();
        silo.Services.TryAddSingleton<EntityStateLoader>();
        silo.Services.TryAddSingleton<EntityStateWriter>();
        silo.Services.TryAddSingleton<CheckpointTurn>();
        silo.Services.TryAddSingleton<PartitionMetrics>();
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainsOptions>>((collection, options) =>
        {
            foreach (var type in new[] { typeof(DeviceGrain), typeof(SwitchGrain), typeof(SgtPairGrain), typeof(AddressGrain) })
            {
                collection.ClassSpecificCollectionAge[type.FullName!] = options.Value.IdleAge;
            }
        });

        return silo.AddStartupTask(
            (services, cancellationToken) => services.GetRequiredService<ReadModels>().LoadAsync(cancellationToken),
            ServiceLifecycleStage.RuntimeGrainServices);
    }
}
