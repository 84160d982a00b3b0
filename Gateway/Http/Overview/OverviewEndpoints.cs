using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Overview;

/// <summary><c>/overview</c>.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/overview", GetAsync).WithName("getOverview").WithTags("Overview")
            .WithSummary("What arrives, what is kept and what is lost, now")
            .WithDescription("Never fails for a part of it: what cannot be answered within a second is null and named in `missing`.");

    private static async Task<Ok<OverviewModel>> GetAsync(OverviewReader overview, CancellationToken cancellationToken) =>
        TypedResults.Ok(await overview.ReadAsync(cancellationToken).ConfigureAwait(false));
}
