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
        routes.MapGet("/connectors/{connector}", GetAsync).WithName("getConnector").WithTags("Connectors")
            .WithSummary("One source of identity")
            .AsksGrains().MayMiss();
        routes.MapPut("/connectors/{connector}", SaveAsync).WithName("saveConnector").WithTags("Connectors")
            .WithSummary("Configure a source of identity")
            .WithDescription("A secret that is left out stays as it was. What cannot be used is refused in words, and nothing is kept.")
            .AsksGrains().OnlyByScripts();
        routes.MapDelete("/connectors/{connector}", DeleteAsync).WithName("deleteConnector").WithTags("Connectors")
            .WithSummary("Forget a source of identity").WithDescription("What it told stays.")
            .AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{connector}/start", StartAsync).WithName("startConnector").WithTags("Connectors")
            .WithSummary("Start it").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{connector}/stop", StopAsync).WithName("stopConnector").WithTags("Connectors")
            .WithSummary("Stop it until it is started").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{connector}/sync", SyncAsync).WithName("syncConnector").WithTags("Connectors")
            .WithSummary("Read everything again as soon as possible").AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{connector}/accept-loss", AcceptLossAsync).WithName("acceptConnectorLoss").WithTags("Connectors")
            .WithSummary("Accept that what the last full pass lacked is gone")
            .WithDescription("For losses that are too large to be believed (`doubted` of a part). Everything is read again, and may lack that much.")
            .AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/connectors/{connector}/test", TestAsync).WithName("testConnector").WithTags("Connectors")
            .WithSummary("Try each step of connecting once").WithDescription("Answers when the last step has answered, which may take minutes.")
            .AsksGrains().MayMiss().OnlyByScripts().DisableRequestTimeout();
    }

    private static async Task<Ok<Listing<ConnectorModel>>> ListAsync(ConnectorReader connectors, CancellationToken cancellationToken) =>
        TypedResults.Ok(await connectors.ListAsync(cancellationToken).ConfigureAwait(false));

    private static Ok<Listing<ConnectorKindModel>> Kinds(ConnectorReader connectors) => TypedResults.Ok(connectors.Kinds());

    private static async Task<Ok<ConnectorModel>> GetAsync(string connector, ConnectorReader connectors, CancellationToken cancellationToken) =>
        TypedResults.Ok(await connectors.GetAsync(connector, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> SaveAsync(
        string connector, ConnectorText definition, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.SaveAsync(connector, definition, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken)
    {
        await changes.DeleteAsync(connector, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ConnectorModel>> StartAsync(
        string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.EnableAsync(connector, true, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> StopAsync(
        string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.EnableAsync(connector, false, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> SyncAsync(
        string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.SyncAsync(connector, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorModel>> AcceptLossAsync(
        string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.AcceptLossAsync(connector, user.Identity?.Name, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ConnectorTestModel>> TestAsync(
        string connector, ClaimsPrincipal user, ConnectorChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.TestAsync(connector, user.Identity?.Name, cancellationToken).ConfigureAwait(false));
}
