using Clarion.Gateway.Http.Access;
using Clarion.Gateway.Http.Addresses;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Cluster;
using Clarion.Gateway.Http.Connectors;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Directory;
using Clarion.Gateway.Http.Documentation;
using Clarion.Gateway.Http.Exporters;
using Clarion.Gateway.Http.Fields;
using Clarion.Gateway.Http.Filters;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Flows.Export;
using Clarion.Gateway.Http.Groups;
using Clarion.Gateway.Http.Health;
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

namespace Clarion.Gateway.Http;

/// <summary>Puts the HTTP API into an application.</summary>
public static class ApiApplicationExtensions
{
    /// <summary>Adds what guards every request, to be called before anything is mapped: errors, host names, keys, time and query limits.</summary>
    public static WebApplication UseClarionApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseExceptionHandler();

        // Of the API only: files of the console are compressed when it is built.
        app.UseWhen(context => context.Request.Path.StartsWithSegments(ClarionApi.Root), api => api.UseResponseCompression());
        app.UseStatusCodePages();
        app.UseClarionGuards();
        app.UseMiddleware<BodyLimit>();
        app.UseRequestTimeouts();
        app.UseRateLimiter();
        return app;
    }

    /// <summary>Asks every request for a host name of this server, and for a key while there is one; metrics of a silo are protected like an API.</summary>
    public static WebApplication UseClarionGuards(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<ApiKeyMiddleware>();
        return app;
    }

    /// <summary>Maps every resource, the OpenAPI document, the reference page, and <c>/healthz</c> and <c>/readyz</c>.</summary>
    public static WebApplication MapClarionApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var api = app.MapGroup(ClarionApi.Root);
        api.RefuseUnknownParameters();
        api.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        api.AddEndpointFilter((invocation, next) =>
        {
            // Everything here is about now, or may still be added to: neither browsers nor proxies may keep it.
            invocation.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(invocation);
        });
        api.MapOverview();
        api.MapExporters();
        api.MapFields();
        api.MapConnectors();
        api.MapFilters();
        api.MapLocations();
        api.MapSubnets();
        api.MapIdentity();
        api.MapAccess();
        api.MapUsers();
        api.MapDirectoryGroups();
        api.MapFlows();
        api.MapFlowExports();
        api.MapDevices();
        api.MapSwitches();
        api.MapGroups();
        api.MapMatrix();
        api.MapTrustSec();
        api.MapAddresses();
        api.MapSearch();
        api.MapStorage();
        api.MapQueue();
        api.MapCluster();
        api.MapSettings();
        api.MapAudit();
        api.MapLegacy();
        app.MapHealth();
        app.MapClarionReference();
        return app;
    }

    /// <summary>Maps <c>/healthz</c> and <c>/readyz</c> alone, for a process that serves nothing else.</summary>
    public static WebApplication MapClarionHealth(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealth();
        return app;
    }
}
