using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Filters;

/// <summary><c>/filters</c>.</summary>
internal static class FilterEndpoints
{
    public static void MapFilters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/filters", ListAsync).WithName("listFilters").WithTags("Filters")
            .WithSummary("Saved filters, by name")
            .WithDescription("`next` is null: the list is whole.")
            .AsksGrains();
        routes.MapPut("/filters/{name}", SaveAsync).WithName("saveFilter").WithTags("Filters")
            .WithSummary("Save a filter for everybody")
            .WithDescription("Takes the place of one of the same name, in either case. At most 200 are kept.")
            .AsksGrains().OnlyByScripts();
        routes.MapDelete("/filters/{name}", DeleteAsync).WithName("deleteFilter").WithTags("Filters")
            .WithSummary("Delete a saved filter")
            .AsksGrains().MayMiss().OnlyByScripts();
    }

    private static async Task<Ok<Listing<SavedFilterModel>>> ListAsync(SavedFilters filters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await filters.ListAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<SavedFilterModel>> SaveAsync(
        string name, SavedFilterText filter, ClaimsPrincipal user, SavedFilters filters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await filters.SaveAsync(name, filter, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(string name, ClaimsPrincipal user, SavedFilters filters, CancellationToken cancellationToken)
    {
        await filters.DeleteAsync(name, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
