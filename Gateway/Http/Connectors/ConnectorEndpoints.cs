using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Connectors;

/// <summary><c>/connectors</c>.</summary>
internal static class ConnectorEndpoints
{
    public static void MapConnectors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connectors", ListAsync).WithName("listConnectors").WithTags("Connectors")
            .WithSummary("Sources of identity, and how they stand")
            .WithDescription("`next` is null: the list is whole. Secrets are never shown; `secretsSet` names those that have a value.")
            .AsksGrains();
        routes.MapGet("/connectors/kinds", Kinds).WithName("listConnectorKinds").WithTags("Connectors")
            .WithSummary("What can be connected, and which settings it takes");
        routes.MapGet("/connectors/{id}", GetAsync).WithName("getConnector").WithTags("Connectors")
            .WithSummary("One source of identity")
            .AsksGrains().MayMiss();
        routes.MapPut("/connectors/{id}", SaveAsync).WithName("saveConnector").WithTags("Connectors")
            .WithSummary("Configure a source of identity")
            .WithDescription("A secret that is left out stays as it was. What cannot be used is refused in words, and nothing is kept.")
            .AsksGrains().OnlyByScripts();
        routes.MapDelete("/connectors/{id}", DeleteAsync).WithName("deleteConnector").WithTags("Connectors")
            .WithSummary("Forget a source of identity").WithDescription("What it told stays.")
            .AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{id}/start", StartAsync).WithName("startConnector").WithTags("Connectors")
            .WithSummary("Start it").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{id}/stop", StopAsync).WithName("stopConnector").WithTags("Connectors")
            .WithSummary("Stop it until it is started").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{id}/sync", SyncAsync).WithName("syncConnector").WithTags("Connectors")
            .WithSummary("Read everything again as soon as possible").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{id}/test", TestAsync).WithName("testConnector").WithTags("Connectors")
            .WithSummary("Try each step of connecting once").WithDescription("Answers when the last step has answered, which may take minutes.")
            .AsksGrains().MayMiss().OnlyByScripts().DisableRequestTimeout();
    }

    private static async Task<Ok<Listing<ConnectorModel>>> ListAsync(ConnectorReader connectors, CancellationToken cancellationToken) =>
        TypedResults.Ok(await connectors.ListAsync(cancellationToken).ConfigureAwait(false));

    private static Ok<Listing<ConnectorKindModel>> Kinds(ConnectorReader connectors) => TypedResults.Ok(connectors.Kinds());

    private static async Task<Ok<ConnectorModel>> GetAsync(string id, ConnectorReader connectors, CancellationToken cancellationToken) =>
        TypedResults.Ok(await connectors.GetAsync(id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> SaveAsync(
        string id, ConnectorText connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.SaveAsync(id, connector, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(string id, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken)
    {
        await changes.DeleteAsync(id, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ConnectorModel>> StartAsync(
        string id, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.EnableAsync(id, true, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> StopAsync(
        string id, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.EnableAsync(id, false, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> SyncAsync(string id, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.SyncAsync(id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorTestModel>> TestAsync(string id, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.TestAsync(id, cancellationToken).ConfigureAwait(false));
}
