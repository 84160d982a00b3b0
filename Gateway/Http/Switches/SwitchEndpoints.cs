using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Switches;

/// <summary><c>/switches</c>.</summary>
internal static class SwitchEndpoints
{
    public static void MapSwitches(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/switches", ListAsync).WithName("listSwitches").WithTags("Switches")
            .WithSummary("Switches and routers that export flows, last seen first")
            .QueriesStore();
        routes.MapGet("/switches/{id}", GetAsync).WithName("getSwitch").WithTags("Switches")
            .WithSummary("One switch as it is now")
            .WithDescription("`id` is its exporter address. With `from` or `to` also its usage over that time.")
            .QueriesStore().MayMiss();
    }

    private static async Task<Ok<Listing<SwitchModel>>> ListAsync(
        string? limit, string? cursor, SwitchReader switches, CancellationToken cancellationToken) =>
        TypedResults.Ok(await switches.ListAsync(limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<SwitchDetailModel>> GetAsync(
        string id, string? from, string? to, SwitchReader switches, CancellationToken cancellationToken) =>
        TypedResults.Ok(await switches.GetAsync(id, from, to, cancellationToken).ConfigureAwait(false));
}
