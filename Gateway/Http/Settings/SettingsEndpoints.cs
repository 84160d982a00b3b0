using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Settings;

/// <summary><c>/settings</c>.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/settings", Get).WithName("getSettings").WithTags("Operations")
            .WithSummary("The settings in force, and who set them")
            .WithDescription("Read when the process started. Secrets are kept back: their value is `set` or empty.");

    private static Ok<SettingsModel> Get(SettingsReader settings) => TypedResults.Ok(settings.Get());
}
