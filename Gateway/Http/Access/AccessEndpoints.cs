using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Access;

/// <summary>What happened where the network lets devices in: part of <c>/identity</c>.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/radius-failures", FailuresAsync).WithName("listRadiusFailures").WithTags("Identity")
            .WithSummary("Failed authentications, the newest first")
            .WithDescription("As ISE tells them by pxGrid, each once. `mac` is a MAC here; `user` is the name as ISE has it, in any case.")
            .QueriesStore();
        routes.MapGet("/identity/anc-operations", OperationsAsync).WithName("listAncOperations").WithTags("Identity")
            .WithSummary("Steps of operations of network control (quarantine), the newest first")
            .WithDescription("As ISE tells them by pxGrid, at the time of their arrival. After a success ISE is asked which policy the endpoint is under.")
            .QueriesStore();
    }

    private static async Task<Ok<Listing<RadiusFailureModel>>> FailuresAsync(
        string? from, string? to, string? mac, string? user, string? nas, string? connector, string? limit, string? cursor, AccessReader access,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await access.FailuresAsync(
            new AccessQuery { From = from, To = to, Mac = mac, User = user, Nas = nas, Connector = connector, Limit = limit, Cursor = cursor },
            cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<Listing<AncOperationModel>>> OperationsAsync(
        string? from, string? to, string? mac, string? nas, string? connector, string? limit, string? cursor, AccessReader access,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await access.OperationsAsync(
            new AccessQuery { From = from, To = to, Mac = mac, Nas = nas, Connector = connector, Limit = limit, Cursor = cursor },
            cancellationToken).ConfigureAwait(false));
}
