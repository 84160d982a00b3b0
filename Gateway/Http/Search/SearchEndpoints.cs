using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Search;

/// <summary><c>/search</c>.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/search", FindAsync).WithName("search").WithTags("Search")
            .WithSummary("Devices, users, groups, switches, exporters and connectors by what people type")
            .WithDescription(
                "A whole address or MAC; a part of a host name, of a user's account or name, of a computer, a directory group, a security group (or its number), a connector; the "
                + "beginning of a switch's or exporter's address. What fits exactly comes first, then what begins so. At most five of a kind and 20 in all; `next` is always null.")
            .QueriesStore();

    private static async Task<Ok<Listing<SearchHitModel>>> FindAsync(string? q, SearchReader search, CancellationToken cancellationToken) =>
        TypedResults.Ok(await search.FindAsync(q, cancellationToken).ConfigureAwait(false));
}
