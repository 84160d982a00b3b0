using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Security;
using Clarion.Web.Live;
using Clarion.Web.Navigation;
using Clarion.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Clarion.Web;

/// <summary>The console: security headers, static files, pages.</summary>
public static class WebExtensions
{
    private const string ComponentFiles = "/_content/MudBlazor";
    private const string NotFoundPath = "/not-found";

    /// <summary>Adds the console. It reads through the readers of the HTTP API, which the host adds.</summary>
    public static IServiceCollection AddClarionWeb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // What a reader was looking at is in the address, so a circuit that is gone costs nothing but reading it again.
            circuits.DisconnectedCircuitMaxRetained = 50;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
            circuits.DetailedErrors = false;
        });
        services.AddMudServices();
        services.AddSingleton<Pulse>();
        services.AddHostedService(provider => provider.GetRequiredService<Pulse>());
        services.AddScoped<ViewState>();
        services.AddScoped<RefreshClock>();
        services.AddScoped<Preferences>();
        return services;
    }

    /// <summary>Adds security headers to every answer. To be called before the API's own steps.</summary>
    public static WebApplication UseClarionWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseHsts();

        // Our own files are compressed when they are built; those of this package are only when a program is published.
        app.UseWhen(context => context.Request.Path.StartsWithSegments(ComponentFiles, StringComparison.Ordinal), files => files.UseResponseCompression());
        return app;
    }

    /// <summary>Maps static files and pages. To be called after the API's own steps.</summary>
    /// <param name="app">The application.</param>
    /// <param name="assets">Manifest of the static files, written by the build of the host.</param>
    public static WebApplication MapClarionWeb(this WebApplication app, string assets)
    {
        ArgumentNullException.ThrowIfNull(app);
        // Who typed an address gets a page; who asked for anything else, the API's problem document. The second routing is for the path
        // that takes the place of the one that led nowhere; it leaves alone what the first has found.
        app.UseWhen(AsksForPage, pages => pages.UseStatusCodePagesWithReExecute(NotFoundPath));
        app.UseRouting();
        app.UseAntiforgery();

        // Files of the console itself hold nothing of the network's, and the sign-in page needs them.
        app.MapStaticAssets(assets).AllowAnonymous();
        app.MapPost("/sign-out", (Delegate)SignOutAsync).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // The policy of every answer says so already, and more (SecurityHeaders).
            server.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }

    private static bool AsksForPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.StartsWithSegments(ClarionApi.Root)
        && context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == "text/html");

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(SignInKeys.Scheme).ConfigureAwait(false);
        return TypedResults.LocalRedirect(SignInKeys.Path);
    }
}
