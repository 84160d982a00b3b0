using Clarion.Grains.Identity;
using Clarion.Grains.Places;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Clarion.Grains;

/// <summary>
/// What every process of a cluster knows by heart, silo or not: who is who, and which address is where. Filled from the store before anything is
/// asked, and kept up by what feeds each.
/// </summary>
internal sealed class ReadModels(
    IOptions<GrainsOptions> options, IRollupStore rollups, IEntityStore entities, AddressIndex addresses, IdentityFeed identity,
    SightingFollower sightings, PlaceFeed places, TimeProvider time, ILogger<AddressIndex> logger)
{
    /// <summary>Fills them.</summary>
    /// <exception cref="OptionsValidationException">The store was made with another number of partitions.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var partitions = options.Value.Partitions;
        var made = await rollups.FixPartitionsAsync(partitions, cancellationToken);
        if (made != partitions)
        {
            throw new OptionsValidationException(
                GrainsOptions.Section, typeof(GrainsOptions),
                [FormattableString.Invariant($"{GrainsOptions.Section}:Partitions is {partitions}, but this data directory was made with {made}: set it back, or start with an empty directory.")]);
        }

        await addresses.LoadAsync(entities, time.GetUtcNow(), cancellationToken);
        await identity.LoadAsync(cancellationToken);
        sightings.Loaded();
        await places.LoadAsync(cancellationToken);
        Log.IndexLoaded(logger, addresses.Count);
    }
}

/// <summary>Fills the read models of a process without grains.</summary>
internal sealed class ReadModelStart(ReadModels models) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => models.LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Registers them.</summary>
public static class ReadModelExtensions
{
    /// <summary>
    /// Adds what a gateway or console without grains has to know. The host adds the store contracts, the cluster client with the stream provider,
    /// and <see cref="TimeProvider"/>; the store must be opened by a hosted service before this.
    /// </summary>
    public static IServiceCollection AddClarionReadModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Before what keeps them up.
        services.AddHostedService<ReadModelStart>();
        services.AddReadModels();
        return services;
    }

    internal static void AddReadModels(this IServiceCollection services)
    {
        services.AddOptions<GrainsOptions>().BindConfiguration(GrainsOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrainsOptions>, GrainsOptionsValidator>());
        services.TryAddSingleton<ReadModels>();
        services.AddClarionIdentity();
        services.AddClarionPlaces();

        // Or a caller would hear of a missing codec instead of a store that is away.
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add("Clarion"));
    }
}
