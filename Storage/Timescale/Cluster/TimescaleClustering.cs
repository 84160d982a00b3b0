using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Clarion.Storage.Timescale.Cluster;

/// <summary>
/// The database as the meeting place of a cluster: silos write who they are into it, gateways and consoles read there where silos are, and reminders
/// lie there. The tables are those of the store's schema, so the store must be open before the silo or client starts.
/// <see cref="TimescaleServiceCollectionExtensions.AddClarionTimescale"/> must be called too.
/// </summary>
public static class TimescaleClustering
{
    private const string Invariant = "Npgsql";

    // Beside those of the store; a silo asks little.
    private const int MaxConnections = 8;

    /// <summary>Silos find each other in the database, reminders survive them, and who is dead to the others writes no more.</summary>
    public static ISiloBuilder UseClarionTimescaleClustering(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.UseAdoNetClustering(clustering => clustering.Configure<IOptions<TimescaleOptions>>((options, store) =>
            (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString(store.Value))));
        silo.Services.AddSingleton<SiloFenceKeeper>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloFenceKeeper>());
        return silo.UseAdoNetReminderService(reminders => reminders.Configure<IOptions<TimescaleOptions>>((options, store) =>
            (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString(store.Value))));
    }

    /// <summary>A process without grains finds the silos in the database.</summary>
    public static IClientBuilder UseClarionTimescaleClustering(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.UseAdoNetClustering(clustering => clustering.Configure<IOptions<TimescaleOptions>>((options, store) =>
            (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString(store.Value))));
    }

    private static string ConnectionString(TimescaleOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.Schema,
            MaxPoolSize = MaxConnections,
            Timezone = "UTC",
            TcpKeepAlive = true,
            IncludeErrorDetail = false,
        };
        builder.ApplicationName = (builder.ApplicationName ?? "clarion") + " cluster";
        return builder.ConnectionString;
    }
}
