using System.Security.Claims;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Places;

/// <summary><c>/subnets</c>. The slash of a network is that of the path.</summary>
internal static class SubnetEndpoints
{
    public static void MapSubnets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/subnets", List).WithName("listSubnets").WithTags("Places")
            .WithSummary("Subnets, by network").WithDescription("`find` keeps those whose network, name or purpose contains a text.");
        routes.MapGet("/subnets/{network}/{length}", Get).WithName("getSubnet").WithTags("Places").WithSummary("One subnet").MayMiss();
        routes.MapPut("/subnets/{network}/{length}", SaveAsync).WithName("saveSubnet").WithTags("Places")
            .WithSummary("Add or replace a subnet").WithDescription("Subnets may lie in each other: the smallest that holds an address counts. `within` tells the next larger.")
            .AsksGrains().OnlyByScripts();
        routes.MapDelete("/subnets/{network}/{length}", DeleteAsync).WithName("deleteSubnet").WithTags("Places")
            .WithSummary("Delete a subnet").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/subnets/import", ImportAsync).WithName("importSubnets").WithTags("Places")
            .WithSummary("Add or replace many subnets, or none")
            .WithDescription("JSON, or `text/csv` whose header names the fields. Entries that are there are replaced, or with `existing=keep` left as they are. Up to 10,000 rows; `errors` of a refusal names row and field.")
            .Accepts<SubnetImport>("application/json", "text/csv").WithMetadata(new RequestSizeLimitAttribute(ImportBody.MaxBytes))
            .AsksGrains().OnlyByScripts();
    }

    private static Ok<Listing<SubnetModel>> List(string? find, string? limit, string? cursor, PlaceReader places) =>
        TypedResults.Ok(places.Subnets(find, limit, cursor));

    private static Ok<SubnetModel> Get(string network, string length, PlaceReader places) => TypedResults.Ok(places.Subnet($"{network}/{length}"));

    private static async Task<Ok<SubnetModel>> SaveAsync(
        string network, string length, NetworkSubnet entry, ClaimsPrincipal user, PlaceChanges changes, PlaceReader places, CancellationToken cancellationToken)
    {
        var cidr = PlaceReader.Network($"{network}/{length}");
        if (!string.IsNullOrEmpty(entry.Cidr) && entry.Cidr != cidr)
        {
            throw new BadParameterException("cidr", $"The body is of {entry.Cidr}, the path of {cidr}.");
        }

        await changes.SaveAsync(entry with { Cidr = cidr }, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(places.Subnet(cidr));
    }

    private static async Task<NoContent> DeleteAsync(string network, string length, ClaimsPrincipal user, PlaceChanges changes, CancellationToken cancellationToken)
    {
        await changes.DeleteSubnetAsync($"{network}/{length}", user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ImportModel>> ImportAsync(
        HttpRequest request, string? existing, ClaimsPrincipal user, PlaceChanges changes, CancellationToken cancellationToken) => TypedResults.Ok(
        request.IsCsv()
            ? await changes.ImportSubnetsAsync(await request.TextAsync(cancellationToken).ConfigureAwait(false), ImportBody.Existing(existing), user.Identity?.Name, cancellationToken).ConfigureAwait(false)
            : await changes.ImportAsync(await request.JsonAsync<SubnetImport>(cancellationToken).ConfigureAwait(false), ImportBody.Existing(existing), user.Identity?.Name, cancellationToken).ConfigureAwait(false));
}
