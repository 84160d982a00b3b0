using Clarion.Gateway.Collector;
using Clarion.Grains;
using Clarion.Migration.Running;
using Clarion.Storage;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Timescale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Cli.Hosting;

/// <summary>The store that Clarion's environment variables name, opened as Clarion would open it.</summary>
internal sealed class TargetStore : IAsyncDisposable
{
    // The journal of a process that is not this one's.
    private const string JournalFolder = "migration";

    private readonly ServiceProvider _services;

    private TargetStore(ServiceProvider services, IConfiguration configuration)
    {
        _services = services;
        var grains = configuration.GetSection(GrainsOptions.Section).Get<GrainsOptions>() ?? new GrainsOptions();
        var collector = configuration.GetSection(CollectorOptions.Section).Get<CollectorOptions>() ?? new CollectorOptions();
        Options = new MigrationOptions { Partitions = grains.Partitions, Spaces = collector.ToAddressSpaces() };
        Migration = new MigrationTarget(
            Get<IFlowStore>(), Get<IRollupStore>(), Get<IIdentityLog>(), Get<IDirectoryStore>(), Get<IPlaceStore>(), Get<ITrustSecStore>(), Get<ILegacyStore>(),
            Get<IAuditLog>());
    }

    /// <summary>What to migrate into.</summary>
    public MigrationTarget Migration { get; }

    /// <summary>What the settings say of it.</summary>
    public MigrationOptions Options { get; }

    /// <summary>Opens it, and makes it when it is new.</summary>
    /// <param name="data">Data directory; null for that of the settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message says what to do.</exception>
    public static async Task<TargetStore> OpenAsync(string? data, TimeProvider time, CancellationToken cancellationToken)
    {
        var configuration = Read(data);
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        if (new StorageOptionsValidator().Validate(null, storage) is { Failed: true } invalid)
        {
            throw new UsageException(string.Join(' ', invalid.Failures));
        }

        var services = new ServiceCollection().AddSingleton(time);
        if (storage.IsTimescale())
        {
            var directory = configuration[StorageOptions.DataDirectoryKey] is { Length: > 0 } given ? given : "data";
            configuration[StorageOptions.DataDirectoryKey] = Path.Combine(directory, JournalFolder);
            Directory.CreateDirectory(configuration[StorageOptions.DataDirectoryKey]!);
            services.AddClarionTimescale(configuration);
        }
        else
        {
            services.AddClarionDuckDb(configuration);
        }

        var provider = services.BuildServiceProvider();
        try
        {
            await provider.GetRequiredService<IStoreMaintenance>().OpenAsync(cancellationToken).ConfigureAwait(false);
            return new TargetStore(provider, configuration);
        }
        catch
        {
            await provider.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Get<IStoreMaintenance>().CloseAsync(CancellationToken.None).ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static IConfigurationRoot Read(string? data) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddInMemoryCollection(data is null ? [] : [new(StorageOptions.DataDirectoryKey, data)])
        .Build();

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
