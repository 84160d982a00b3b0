using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Legacy;

/// <summary><c>/legacy</c>.</summary>
internal static class LegacyEndpoints
{
    public static void MapLegacy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/legacy", ListAsync).WithName("listLegacyInstallations").WithTags("Operations")
            .WithSummary("Older installations that were brought here").WithDescription("With the tables of which rows are kept, and the report of the migration.")
            .QueriesStore();
        routes.MapGet("/legacy/{installation}/{table}", RowsAsync).WithName("listLegacyRows").WithTags("Operations")
            .WithSummary("Rows of an older installation as they were")
            .WithDescription("Without secrets. A table or an installation that is not there has no rows.")
            .QueriesStore();
    }

    private static async Task<Ok<IReadOnlyList<LegacyInstallationModel>>> ListAsync(LegacyReader legacy, CancellationToken cancellationToken) =>
        TypedResults.Ok(await legacy.InstallationsAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<Listing<LegacyRowModel>>> RowsAsync(
        string installation, string table, string? find, string? remarked, string? limit, string? cursor, LegacyReader legacy,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await legacy.RowsAsync(installation, table, find, remarked, limit, cursor, cancellationToken).ConfigureAwait(false));
}
