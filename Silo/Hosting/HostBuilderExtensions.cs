using System.Net;
using System.Net.Sockets;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Gateway;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Settings;
using Clarion.Gateway.Reporting;
using Clarion.Grains;
using Clarion.Grains.Identity;
using Clarion.Grains.Partitions;
using Clarion.Queues;
using Clarion.Silo.Connectors;
using Clarion.Silo.Demo;
using Clarion.Silo.Secrets;
using Clarion.Storage;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Filters;
using Clarion.Storage.Timescale;
using Clarion.Storage.Upkeep;
using Clarion.Web;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Clarion.Silo.Hosting;

/// <summary>One step per part of the process; <see cref="ClarionHost"/> calls them in order.</summary>
internal static class HostBuilderExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="started">Whether the start is over: before, <see cref="ClarionHost"/> says why it failed, in one sentence.</param>
    public static void AddClarionLogging(this WebApplicationBuilder builder, Func<bool> started)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fffZ ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // Says at every first start that keys lie unencrypted; KeyRingStart says so where it matters, and what to do.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // Counts the time before the process started as a delay of its first round.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && started());
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    public static void AddClarionTelemetry(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(PartitionMetrics.MeterName, GatewayMetrics.MeterName, QueueMetrics.MeterName, ClarionApi.MeterName, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting")
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());

    /// <summary>The store; opened before anything that uses it starts, closed after.</summary>
    public static void AddClarionStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AddressSpaces>(services =>
            services.GetRequiredService<IOptions<CollectorOptions>>().Value.ToAddressSpaces());
        if (builder.StorageSettings().IsTimescale())
        {
            builder.Services.AddClarionTimescale(builder.Configuration);
        }
        else
        {
            builder.Services.AddClarionDuckDb(builder.Configuration);
        }

        builder.Services.AddHostedService<StoreService>();
    }

    public static void AddClarionSilo(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new ClusterSettings();
        if (new ClusterSettingsValidator().Validate(null, settings) is { Failed: true } invalid)
        {
            throw new StartupException(invalid.FailureMessage);
        }

        var storage = builder.StorageSettings();
        var queue = Queue(builder.Configuration);
        if (new QueueOptionsValidator().Validate(null, queue) is { Failed: true } unusable)
        {
            throw new StartupException(string.Join(' ', unusable.Failures));
        }

        builder.AddClarionKeys();
        builder.Services.AddClarionConnectors();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(settings.SiloPort == 0 ? FreePort() : settings.SiloPort, gatewayPort: 0);
            if (storage.IsTimescale())
            {
                silo.AddClarionTimescaleGrainStorageAsDefault();
            }
            else
            {
                silo.AddClarionDuckDbGrainStorageAsDefault();
            }

            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton(Options.Create(queue));
            silo.AddClarionQueue(queue, services => services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions);
            silo.AddClarionGrains();
        });
    }

    public static void AddClarionGatewayRole(this WebApplicationBuilder builder)
    {
        builder.Services.AddClarionCollector();
        builder.Services.AddHealthChecks().AddCheck<CollectorHealthCheck>("collector", tags: [ClarionApi.ReadyTag]);
    }

    public static void AddClarionWebRole(this WebApplicationBuilder builder)
    {
        // Static files of the build beside the program; those of a publish need no manifest.
        builder.WebHost.UseStaticWebAssets();

        // The files of a build do not change while it runs; looking for changes would serve them uncompressed.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Services.AddClarionWeb();
    }

    /// <summary>The HTTP API: gateways serve it to scripts, consoles to their own pages.</summary>
    public static void AddClarionHttp(this WebApplicationBuilder builder)
    {
        builder.AddSettingsInForce();
        builder.Services.AddOptions<DeliveryOptions>().Configure<IOptions<GrainsOptions>, IOptions<QueueOptions>>((delivery, grains, queue) =>
        {
            delivery.Partitions = grains.Value.Partitions;
            delivery.WindowsAhead = queue.Value.Is(QueueKinds.Memory) ? delivery.WindowsAhead : null;
        });
        builder.Services.AddSingleton<FilterReader>(FilterParser.Parse);
        builder.Services.AddClarionApi(builder.Configuration);
    }

    private static StorageOptions StorageSettings(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        return new StorageOptionsValidator().Validate(null, settings) is { Failed: true } invalid
            ? throw new StartupException(invalid.FailureMessage)
            : settings;
    }

    // Sign-in survives restarts, and secrets of connectors can be opened, by keys in the store.
    private static void AddClarionKeys(this WebApplicationBuilder builder) => builder.Services.AddClarionKeys(
        builder.Configuration.GetSection(SecretsOptions.Section).Get<SecretsOptions>() ?? new SecretsOptions(),
        builder.Configuration[StorageOptions.DataDirectoryKey] is { Length: > 0 } configured ? configured : "data",
        !builder.StorageSettings().IsTimescale());

    // What the API does not know of itself: sections of the parts that are behind it.
    private static void AddSettingsInForce(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProcessSettings>().BindConfiguration(ProcessSettings.Section);
        builder.Services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section);
        builder.Services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section);
        builder.Services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section);
        builder.Services.AddSettings<ProcessSettings>("Process", ProcessSettings.Section)
            .AddSettings<GrainsOptions>("Grains", GrainsOptions.Section)
            .AddSettings<StorageOptions>("Store", StorageOptions.Section)
            .AddSettings<SecretsOptions>("Secrets", SecretsOptions.Section)
            .AddSettings<RetentionOptions>("Retention", RetentionOptions.Section)
            .AddSettings<IdentityIndexOptions>("Identity", "Clarion:Identity")
            .AddSettings<DirectoryOptions>("Directory", DirectoryOptions.Section)
            .AddSettings<ClusterSettings>("Cluster", ClusterSettings.Section)
            .AddSettings<QueueOptions>("Queue", QueueOptions.Section)
            .AddSettings<DemoOptions>("Demo", DemoOptions.Section);
        if (builder.StorageSettings().IsTimescale())
        {
            builder.Services.AddSettings<TimescaleOptions>("TimescaleDB", TimescaleOptions.Section);
        }
        else
        {
            builder.Services.AddSettings<DuckDbOptions>("DuckDB", DuckDbOptions.Section);
        }
    }

    public static void MapClarion(this WebApplication app, Roles roles)
    {
        if (roles.HasFlag(Roles.Web))
        {
            app.UseClarionWeb();
        }

        if ((roles & (Roles.Gateway | Roles.Web)) != 0)
        {
            app.UseClarionApi();
            app.MapClarionApi();
        }

        if (roles.HasFlag(Roles.Web))
        {
            app.MapClarionWeb(Path.Combine(AppContext.BaseDirectory, "Clarion.Silo.staticwebassets.endpoints.json"));
        }

        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static QueueOptions Queue(ConfigurationManager configuration) =>
        configuration.GetSection(QueueOptions.Section).Get<QueueOptions>() ?? new QueueOptions();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
