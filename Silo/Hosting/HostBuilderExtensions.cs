using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Places;
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
using Clarion.Silo.Demo;
using Clarion.Silo.Hosting.Health;
using Clarion.Silo.Secrets;
using Clarion.Storage;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Filters;
using Clarion.Storage.Timescale;
using Clarion.Storage.Upkeep;
using Clarion.Web;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

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

    /// <summary>Metrics at <c>/metrics</c>; also pushed by OTLP where the environment names a collector, as every OpenTelemetry program does it.</summary>
    public static void AddClarionTelemetry(this WebApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "clarion"))
        .WithMetrics(metrics =>
        {
            metrics
                .AddMeter(PartitionMetrics.MeterName, GatewayMetrics.MeterName, QueueMetrics.MeterName, StoreMetrics.MeterName, ClarionApi.MeterName)
                .AddMeter("Microsoft.Orleans", "Microsoft.AspNetCore.Hosting")
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter();
            if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            {
                metrics.AddOtlpExporter();
            }
        });

    /// <summary>Reads what decides which parts the process has, before any is made.</summary>
    /// <exception cref="StartupException">A value that cannot work, or values that do not go together.</exception>
    public static Wiring ReadWiring(this WebApplicationBuilder builder, Roles roles)
    {
        var wiring = new Wiring(
            Read(builder.Configuration, ClusterSettings.Section, new ClusterSettingsValidator()),
            Read(builder.Configuration, StorageOptions.Section, new StorageOptionsValidator()),
            Read(builder.Configuration, QueueOptions.Section, new QueueOptionsValidator()));
        if (wiring.Cluster.IsShared)
        {
            builder.Configuration.AddClusterDefaults();
        }

        RoleRules.Check(roles, wiring.Cluster, wiring.Storage, wiring.Queue, builder.Configuration.GetValue<bool>(DemoOptions.Switch));
        return wiring;
    }

    /// <summary>The store; opened before anything that uses it starts, closed after.</summary>
    public static void AddClarionStore(this WebApplicationBuilder builder, Wiring wiring)
    {
        builder.Services.AddClarionCollectorOptions();
        builder.Services.AddSingleton<AddressSpaces>(services =>
            services.GetRequiredService<IOptions<CollectorOptions>>().Value.ToAddressSpaces());
        if (wiring.Storage.IsTimescale())
        {
            builder.Services.AddClarionTimescale(builder.Configuration);
        }
        else
        {
            builder.Services.AddClarionDuckDb(builder.Configuration);
        }

        builder.Services.AddHostedService<StoreService>();
    }

    /// <summary>Grains, in this process.</summary>
    public static void AddClarionSilo(this WebApplicationBuilder builder, Wiring wiring) => builder.UseOrleans(silo =>
    {
        silo.UseClarionCluster(wiring.Cluster);
        if (wiring.Storage.IsTimescale())
        {
            silo.AddClarionTimescaleGrainStorageAsDefault();
        }
        else
        {
            silo.AddClarionDuckDbGrainStorageAsDefault();
        }

        silo.Services.AddSingleton(Options.Create(wiring.Queue));
        silo.AddClarionQueue(wiring.Queue, Partitions);
        silo.AddClarionGrains();
    });

    /// <summary>Grains, in other processes.</summary>
    public static void AddClarionClient(this WebApplicationBuilder builder, Wiring wiring)
    {
        builder.UseOrleansClient(client =>
        {
            client.UseClarionCluster();
            client.Services.AddSingleton(Options.Create(wiring.Queue));
            client.AddClarionQueue(Partitions);
        });
        builder.Services.AddClarionReadModels();
    }

    public static void AddClarionGatewayRole(this WebApplicationBuilder builder)
    {
        builder.Services.AddClarionCollector();
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
    public static void AddClarionHttp(this WebApplicationBuilder builder, Wiring wiring)
    {
        builder.AddSettingsInForce(wiring);
        builder.Services.AddOptions<DeliveryOptions>().Configure<IOptions<GrainsOptions>, IOptions<QueueOptions>>((delivery, grains, queue) =>
        {
            delivery.Partitions = grains.Value.Partitions;
            delivery.WindowsAhead = queue.Value.Is(QueueKinds.Memory) ? delivery.WindowsAhead : null;
        });
        builder.Services.AddSingleton<FilterReader>(services =>
        {
            var places = services.GetRequiredService<CurrentPlaces>();
            return text => PlaceConditions.Resolve(FilterParser.Parse(text), places.Table);
        });
        builder.Services.AddClarionApi(builder.Configuration);
    }

    /// <summary>What <c>/readyz</c> asks: the parts that this process has.</summary>
    public static void AddClarionHealth(this WebApplicationBuilder builder, Roles roles, Wiring wiring)
    {
        string[] ready = [ClarionApi.ReadyTag];
        var checks = builder.Services.AddHealthChecks();
        var collects = roles.HasFlag(Roles.Gateway);
        if (collects)
        {
            checks.AddCheck<CollectorHealthCheck>("collector", tags: ready);
        }
        else
        {
            checks.AddCheck<StoreHealthCheck>("store", tags: ready);
        }

        if (!roles.HasFlag(Roles.Silo))
        {
            checks.AddCheck<GrainsHealthCheck>("grains", collects ? HealthStatus.Degraded : HealthStatus.Unhealthy, ready);
        }
        else if (wiring.Cluster.IsShared)
        {
            checks.AddCheck<SiloHealthCheck>("silo", tags: ready);
        }
    }

    /// <summary>Keys in the store: sign-in survives restarts, and secrets of connectors can be opened.</summary>
    public static void AddClarionKeys(this WebApplicationBuilder builder, Wiring wiring) => builder.Services.AddClarionKeys(
        builder.Configuration.GetSection(SecretsOptions.Section).Get<SecretsOptions>() ?? new SecretsOptions(),
        builder.Configuration[StorageOptions.DataDirectoryKey] is { Length: > 0 } configured ? configured : "data",
        !wiring.Storage.IsTimescale());

    // What the API does not know of itself: sections of the parts that are behind it.
    private static void AddSettingsInForce(this WebApplicationBuilder builder, Wiring wiring)
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
        if (wiring.Storage.IsTimescale())
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
        else
        {
            app.UseClarionGuards();
            app.MapClarionHealth();
        }

        if (roles.HasFlag(Roles.Web))
        {
            app.MapClarionWeb(Path.Combine(AppContext.BaseDirectory, "Clarion.Silo.staticwebassets.endpoints.json"));
        }

        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static int Partitions(IServiceProvider services) => services.GetRequiredService<IOptions<GrainsOptions>>().Value.Partitions;

    private static T Read<T>(ConfigurationManager configuration, string section, IValidateOptions<T> validator)
        where T : class, new()
    {
        var options = configuration.GetSection(section).Get<T>() ?? new T();
        return validator.Validate(null, options) is { Failed: true } invalid
            ? throw new StartupException(string.Join(' ', invalid.Failures))
            : options;
    }
}

/// <summary>What decides which parts a process has.</summary>
/// <param name="Cluster">How it finds others.</param>
/// <param name="Storage">Its engine.</param>
/// <param name="Queue">How deltas travel.</param>
internal sealed record Wiring(ClusterSettings Cluster, StorageOptions Storage, QueueOptions Queue);
