using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Access;
using Clarion.Gateway.Http.Addresses;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Cluster;
using Clarion.Gateway.Http.Connectors;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Directory;
using Clarion.Gateway.Http.Documentation;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Exporters;
using Clarion.Gateway.Http.Fields;
using Clarion.Gateway.Http.Filters;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Flows.Export;
using Clarion.Gateway.Http.Groups;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Legacy;
using Clarion.Gateway.Http.Overview;
using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Queues;
using Clarion.Gateway.Http.Reading;
using Clarion.Gateway.Http.Search;
using Clarion.Gateway.Http.Security;
using Clarion.Gateway.Http.Settings;
using Clarion.Gateway.Http.Stores;
using Clarion.Gateway.Http.Switches;
using Clarion.Gateway.Http.TrustSec;
using Clarion.Gateway.Http.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http;

/// <summary>Registers the HTTP API.</summary>
public static class ApiServiceCollectionExtensions
{
    private const int ExportsAtOnce = 2;

    /// <summary>
    /// Adds the HTTP API. The host adds the store contracts, <see cref="IGrainFactory"/>, <see cref="TimeProvider"/>,
    /// <see cref="Clarion.Grains.Interfaces.Queues.IDeltaQueue"/>, <see cref="Delivery.DeliveryOptions"/>, the <see cref="Flows.FilterReader"/> and health checks tagged <see cref="ClarionApi.ReadyTag"/>.
    /// </summary>
    public static IServiceCollection AddClarionApi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddClarionGuards(configuration);
        services.AddOptions<GroupOptions>().Bind(configuration.GetSection(GroupOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GroupOptions>, GroupOptionsValidator>());
        services.TryAddSingleton<GroupNames>();
        services.AddSettings<HttpOptions>("HTTP API", HttpOptions.Section);
        services.AddSettings<GroupOptions>("Groups", GroupOptions.Section);
        services.AddSettings<ApiSecurityOptions>("Security", ApiSecurityOptions.Section);

        services.TryAddSingleton<GrainAnswers>();
        services.AddReaders();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals);
        services.AddResponseCompression();
        services.AddClarionReference();
        services.AddLimits();
        return services;
    }

    /// <summary>Adds what <see cref="ApiApplicationExtensions.UseClarionGuards"/> asks: host names and keys, for a process that serves health and metrics alone.</summary>
    public static IServiceCollection AddClarionGuards(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection(HttpOptions.Section)).ValidateOnStart();
        services.AddOptions<ApiSecurityOptions>().Bind(configuration.GetSection(ApiSecurityOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiSecurityOptions>, ApiSecurityOptionsValidator>());
        services.AddMetrics();
        services.AddHealthChecks();
        services.TryAddSingleton<ApiMetrics>();
        services.TryAddSingleton<ApiKeyTable>();
        services.AddSignIn();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ApiProblem.Complete);
        return services;
    }

    private static void AddSignIn(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new SignInKeys(provider.GetRequiredService<ApiKeyTable>(), provider.GetRequiredService<ApiMetrics>()));
        services.AddAuthentication(SignInKeys.Scheme).AddCookie(SignInKeys.Scheme, cookie =>
        {
            cookie.Cookie.Name = "clarion";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
        });
    }

    // What answers the resources: the endpoints and the console ask the same readers.
    private static void AddReaders(this IServiceCollection services)
    {
        services.TryAddSingleton<AccessReader>();
        services.TryAddSingleton<AddressReader>();
        services.TryAddSingleton<AuditReader>();
        services.TryAddSingleton<AuditTrail>();
        services.TryAddSingleton<ClusterReader>();
        services.TryAddSingleton<ConnectorReader>();
        services.TryAddSingleton<ConnectorChanges>();
        services.TryAddSingleton<IdentityHistory>();
        services.TryAddSingleton<PastReader>();
        services.TryAddSingleton<IdentityReader>();
        services.TryAddSingleton<UnidentifiedReader>();
        services.TryAddSingleton<UserReader>();
        services.TryAddSingleton<UserGroupsReader>();
        services.TryAddSingleton<UserTrafficReader>();
        services.TryAddSingleton<DirectoryGroupReader>();
        services.TryAddSingleton<DeviceReader>();
        services.TryAddSingleton<DeviceTimelineReader>();
        services.TryAddSingleton<SgtChangeReader>();
        services.TryAddSingleton<ExporterHistoryReader>();
        services.TryAddSingleton<ExporterReader>();
        services.TryAddSingleton<FieldValueReader>();
        services.TryAddSingleton<FlowExport>();
        services.TryAddSingleton<FlowReader>();
        services.TryAddSingleton<GroupReader>();
        services.TryAddSingleton<HistoryReader>();
        services.TryAddSingleton<LegacyReader>();
        services.TryAddSingleton<MatrixReader>();
        services.TryAddSingleton<MatrixExport>();
        services.TryAddSingleton<OverviewReader>();
        services.TryAddSingleton<CurrentPlaces>();
        services.TryAddSingleton<PlaceReader>();
        services.TryAddSingleton<PlaceChanges>();
        services.TryAddSingleton<QueueReader>();
        services.TryAddSingleton<QueueChanges>();
        services.TryAddSingleton<SavedFilters>();
        services.AddSearch();
        services.TryAddSingleton<SettingDescriptions>();
        services.TryAddSingleton(provider => new SettingsReader(
            provider.GetServices<SettingSection>(), provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<SettingDescriptions>(), provider));
        services.TryAddSingleton<StorageReader>();
        services.TryAddSingleton<StorageChanges>();
        services.TryAddSingleton<SwitchReader>();
        services.TryAddSingleton<TrustSecReader>();
    }

    private static void AddLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.Value.MaxBodyBytes;
        });
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<HttpOptions>>((timeouts, http) =>
        {
            timeouts.DefaultPolicy = AtMost(http.Value.RequestTimeout, "Ask for a shorter time range, or try again.");
            timeouts.AddPolicy(EndpointConventions.BulkTimeout, AtMost(http.Value.HistoryTimeout, "Ask about fewer addresses at once, or try again."));
        });
        services.AddRateLimiter(limiter => limiter.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.RequestServices.GetRequiredService<ApiMetrics>().Refused("saturated");
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            await ApiProblem.WriteAsync(
                rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many queries are running and waiting; try again shortly.").ConfigureAwait(false);
        });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<HttpOptions>>((limiter, http) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            foreach (var limit in (ReadOnlySpan<string>)[EndpointConventions.QueryLimit, EndpointConventions.BulkLimit])
            {
                limiter.AddConcurrencyLimiter(limit, queries =>
                {
                    queries.PermitLimit = http.Value.ConcurrentQueries;
                    queries.QueueLimit = http.Value.QueuedQueries;
                    queries.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
                });
            }

            limiter.AddConcurrencyLimiter(EndpointConventions.ExportLimit, exports =>
            {
                exports.PermitLimit = ExportsAtOnce;
                exports.QueueLimit = ExportsAtOnce;
                exports.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
        });
    }

    private static RequestTimeoutPolicy AtMost(TimeSpan time, string advice) => new()
    {
        Timeout = time,
        TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        WriteTimeoutResponse = context =>
        {
            context.RequestServices.GetRequiredService<ApiMetrics>().Refused("timeout");
            return ApiProblem.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "The answer took too long. " + advice);
        },
    };
}
