using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.TrustSec;

/// <summary><c>/trustsec</c>: what is configured, beside what is observed at <c>/matrix</c>.</summary>
internal static class TrustSecEndpoints
{
    public static void MapTrustSec(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/trustsec/matrix", CellsAsync).WithName("listPolicyCells").WithTags("Policy")
            .WithSummary("Cells of the egress matrix as they are configured now, by tags")
            .WithDescription("As ISE tells them by pxGrid. A group that is not known yet has an id and no tag; such cells come first.")
            .QueriesStore();
        routes.MapGet("/trustsec/sgacls", SgaclsAsync).WithName("listSgacls").WithTags("Policy")
            .WithSummary("Access lists of security groups as they are configured now, by name")
            .WithDescription("Texts of more than 65,536 characters or 1,000 lines are cut at the end of a line, and `isWhole` is false.")
            .QueriesStore();
        routes.MapGet("/trustsec/downloads", DownloadsAsync).WithName("listPolicyDownloads").WithTags("Policy")
            .WithSummary("Which access device has downloaded which generation of the policy, by address")
            .WithDescription("One item per device, matrix and destination group: the last attempt, and what the last one that succeeded brought.")
            .QueriesStore();
    }

    private static async Task<Ok<Listing<PolicyCellModel>>> CellsAsync(
        string? source, string? destination, string? connector, string? limit, string? cursor, TrustSecReader trustSec, CancellationToken cancellationToken) =>
        TypedResults.Ok(await trustSec.CellsAsync(source, destination, connector, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<Listing<SgaclModel>>> SgaclsAsync(
        string? find, string? connector, string? limit, string? cursor, TrustSecReader trustSec, CancellationToken cancellationToken) =>
        TypedResults.Ok(await trustSec.SgaclsAsync(find, connector, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<Listing<PolicyDownloadModel>>> DownloadsAsync(
        string? nas, string? connector, string? limit, string? cursor, TrustSecReader trustSec, CancellationToken cancellationToken) =>
        TypedResults.Ok(await trustSec.DownloadsAsync(nas, connector, limit, cursor, cancellationToken).ConfigureAwait(false));
}
