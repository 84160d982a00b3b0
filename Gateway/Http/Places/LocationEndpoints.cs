using System.Security.Claims;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Places;

/// <summary><c>/locations</c>.</summary>
internal static class LocationEndpoints
{
    public static void MapLocations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/locations", List).WithName("listLocations").WithTags("Places")
            .WithSummary("Locations, each behind the one it lies in").WithDescription("`find` keeps those whose id or name contains a text.");
        routes.MapGet("/locations/{location}", Get).WithName("getLocation").WithTags("Places").WithSummary("One location").MayMiss();
        routes.MapPut("/locations/{location}", SaveAsync).WithName("saveLocation").WithTags("Places")
            .WithSummary("Add or replace a location").WithDescription("What is left out is not stated any more. The parent must be there, and not lie in it.")
            .AsksGrains().OnlyByScripts();
        routes.MapDelete("/locations/{location}", DeleteAsync).WithName("deleteLocation").WithTags("Places")
            .WithSummary("Delete a location").WithDescription("Refused while other locations or subnets lie in it.")
            .AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/locations/import", ImportAsync).WithName("importLocations").WithTags("Places")
            .WithSummary("Add or replace many locations, or none")
            .WithDescription("JSON, or `text/csv` whose header names the fields. Entries that are there are replaced, or with `existing=keep` left as they are. Up to 10,000 rows; `errors` of a refusal names row and field.")
            .Accepts<LocationImport>("application/json", "text/csv").WithMetadata(new RequestSizeLimitAttribute(ImportBody.MaxBytes))
            .AsksGrains().OnlyByScripts();
    }

    private static Ok<Listing<LocationModel>> List(string? find, string? limit, string? cursor, PlaceReader places) =>
        TypedResults.Ok(places.Locations(find, limit, cursor));

    private static Ok<LocationModel> Get(string location, PlaceReader places) => TypedResults.Ok(places.Location(location));

    private static async Task<Ok<LocationModel>> SaveAsync(
        string location, Location entry, ClaimsPrincipal user, PlaceChanges changes, PlaceReader places, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(entry.Id) && entry.Id != location)
        {
            throw new BadParameterException("id", $"The body is of '{entry.Id}', the path of '{location}'.");
        }

        await changes.SaveAsync(entry with { Id = location }, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(places.Location(location));
    }

    private static async Task<NoContent> DeleteAsync(string location, ClaimsPrincipal user, PlaceChanges changes, CancellationToken cancellationToken)
    {
        await changes.DeleteLocationAsync(location, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ImportModel>> ImportAsync(
        HttpRequest request, string? existing, ClaimsPrincipal user, PlaceChanges changes, CancellationToken cancellationToken) => TypedResults.Ok(
        request.IsCsv()
            ? await changes.ImportLocationsAsync(await request.TextAsync(cancellationToken).ConfigureAwait(false), ImportBody.Existing(existing), user.Identity?.Name, cancellationToken).ConfigureAwait(false)
            : await changes.ImportAsync(await request.JsonAsync<LocationImport>(cancellationToken).ConfigureAwait(false), ImportBody.Existing(existing), user.Identity?.Name, cancellationToken).ConfigureAwait(false));
}
