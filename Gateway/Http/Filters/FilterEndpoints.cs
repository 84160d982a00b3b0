using System.Security.Claims;
using Clarion.Gateway.Http.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Filters;

/// <summary>
/// <c>/filters</c>. No other site can write here through somebody's browser: the sign-in cookie is SameSite=Strict, so a request that
/// another site causes comes without it; and where no key is needed, a write must say that it is JSON or carry a key header, neither of
/// which a browser sends for another site without asking first (by OPTIONS, which nothing here allows).
/// </summary>
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
            .AsksGrains().AddEndpointFilter(RefuseForms);
        routes.MapDelete("/filters/{name}", DeleteAsync).WithName("deleteFilter").WithTags("Filters")
            .WithSummary("Delete a saved filter")
            .AsksGrains().MayMiss().AddEndpointFilter(RefuseForms);
    }

    private static ValueTask<object?> RefuseForms(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        return request.HasJsonContentType() || request.Headers.ContainsKey(ApiKeyMiddleware.Header) || request.Headers.Authorization.Count > 0
            ? next(invocation)
            : throw new BadHttpRequestException("Send it with 'Content-Type: application/json', or with an API key.", StatusCodes.Status415UnsupportedMediaType);
    }

    private static async Task<Ok<Listing<SavedFilterModel>>> ListAsync(SavedFilters filters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await filters.ListAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<SavedFilterModel>> SaveAsync(
        string name, SavedFilterText filter, ClaimsPrincipal user, SavedFilters filters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await filters.SaveAsync(name, filter, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(string name, SavedFilters filters, CancellationToken cancellationToken)
    {
        await filters.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
