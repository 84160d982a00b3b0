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
            .WithSummary("Devices, groups, switches and exporters by what people type")
            .WithDescription("An address, a MAC, a group's name or number, the beginning of a switch's or exporter's address. At most 20 hits; `next` is always null.")
            .QueriesStore();

    private static async Task<Ok<Listing<SearchHitModel>>> FindAsync(string? q, SearchReader search, CancellationToken cancellationToken) =>
        TypedResults.Ok(await search.FindAsync(q, cancellationToken).ConfigureAwait(false));
}
