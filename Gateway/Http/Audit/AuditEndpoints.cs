using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Audit;

/// <summary><c>/audit</c>.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", ListAsync).WithName("listAudit").WithTags("Operations")
            .WithSummary("Who changed what, the newest first").WithDescription("Also what was refused or failed. Secrets are shown as `changed` only.")
            .QueriesStore();

    private static async Task<Ok<Listing<AuditModel>>> ListAsync(
        string? from, string? to, string? who, string? action, string? subject, string? limit, string? cursor, AuditReader audit,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await audit.ListAsync(from, to, who, action, subject, limit, cursor, cancellationToken).ConfigureAwait(false));
}
