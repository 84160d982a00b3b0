using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Web;

/// <summary>The web host: security headers, static files, and the way to the first page.</summary>
public static class WebExtensions
{
    private const string Home = "/reference";

    /// <summary>Adds what the web host needs.</summary>
    public static IServiceCollection AddClarionWeb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        return services;
    }

    /// <summary>Adds security headers to every answer, and static files. To be called before the API's own steps.</summary>
    public static WebApplication UseClarionWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseHsts();
        app.UseStaticFiles();
        return app;
    }

    /// <summary>Maps <c>/</c>: to the API reference until the console is there.</summary>
    public static WebApplication MapClarionWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/", () => TypedResults.LocalRedirect(Home)).ExcludeFromDescription().AllowAnonymous();
        return app;
    }
}
