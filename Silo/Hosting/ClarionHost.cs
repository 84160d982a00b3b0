using System.Net.Sockets;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Security;
using Clarion.Silo.Connectors;
using Clarion.Silo.Demo;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Hosting;

/// <summary>Wires the roles of one process, runs it, and turns what can go wrong at the start into one plain sentence.</summary>
public static class ClarionHost
{
    private const int Failed = 1;
    private const int NotStartable = 2;

    /// <summary>Runs until stopped, or asks a process that runs (<see cref="HealthProbe"/>).</summary>
    /// <returns>0 after a graceful stop, 2 when the process could not start, 1 when it failed later.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (HealthProbe.IsAskedFor(args))
        {
            return await HealthProbe.RunAsync(args).ConfigureAwait(false);
        }

        try
        {
            await using var app = Build(args);
            await StartAsync(app).ConfigureAwait(false);
            await app.WaitForShutdownAsync().ConfigureAwait(false);
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true })
                ? Failed
                : 0;
        }
        catch (Exception fault) when (Explain(fault) is { } sentence)
        {
            await Console.Error.WriteLineAsync("Clarion cannot start: " + sentence).ConfigureAwait(false);
            return NotStartable;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Clarion failed: " + fault).ConfigureAwait(false);
            return Failed;
        }
    }

    /// <summary>The application, not yet started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="time">Its clock; the system's when none is given.</param>
    public static WebApplication Build(string[] args, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = CommandLine.Expand(args),
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "Clarion.Silo",
        });
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(120));
        var roles = RoleParser.Parse(builder.Configuration[RoleParser.Key]);

        var started = false;
        builder.AddClarionLogging(() => Volatile.Read(ref started));
        builder.AddClarionTelemetry();
        var settings = builder.ReadWiring(roles);
        var http = builder.Configuration.GetSection(HttpOptions.Section).Get<HttpOptions>() ?? new HttpOptions();
        builder.WebHost.UseUrls([.. http.ListenUrls()]);
        builder.AddClarionStore(settings);
        builder.AddClarionKeys(settings);
        builder.Services.AddClarionConnectors();
        if (roles.HasFlag(Roles.Silo))
        {
            builder.AddClarionSilo(settings);
        }
        else
        {
            builder.AddClarionClient(settings);
        }

        if (roles.HasFlag(Roles.Gateway))
        {
            builder.AddClarionGatewayRole();
        }

        if (roles.HasFlag(Roles.Web))
        {
            builder.AddClarionWebRole();
        }

        if ((roles & (Roles.Gateway | Roles.Web)) != 0)
        {
            builder.AddClarionHttp(settings);
        }
        else
        {
            builder.Services.AddClarionGuards(builder.Configuration);
        }

        builder.AddClarionHealth(roles, settings);

        if (builder.Configuration.GetValue<bool>(DemoOptions.Switch))
        {
            builder.Configuration.AddDemoSettings();
            builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section);
            builder.Services.AddSingleton(CampusKind.Make);
            builder.Services.AddHostedService<DemoService>();
            builder.Services.AddHostedService<DemoPlaces>();
        }

        BindingGuard.Check(builder.Configuration);
        var app = builder.Build();
        BindingGuard.Check(http.ListenUrls(), app.Services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value);
        app.MapClarion(roles);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            Volatile.Write(ref started, true);
            var urls = string.Join(" and ", app.Urls);
            if (app.Services.GetService<CollectorStatus>() is { } collector)
            {
                HostLog.Ready(app.Logger, urls, string.Join(" and ", collector.Ports));
            }
            else
            {
                HostLog.RolesReady(app.Logger, urls, roles.ToString().ToLowerInvariant());
            }
        });
        return app;
    }

    /// <summary>A start that fails half-way stops what has started, so that the silo leaves its cluster and the store closes.</summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static string? Explain(Exception fault) => fault switch
    {
        StartupException or StoreUnavailableException or CollectorPortException or BindingException => fault.Message,
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken =>
            $"{taken.Message} Another program uses the address; stop it, or choose another with Clarion__Http__Urls.",
        SocketException socket => socket.Message,
        AggregateException many => many.InnerExceptions.Select(Explain).FirstOrDefault(text => text is not null),
        _ when fault.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
