using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Overview;

/// <summary><c>/overview</c>.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/overview", GetAsync).WithName("getOverview").WithTags("Overview")
            .WithSummary("What arrives, what is kept and what is lost, now")
            .WithDescription("Never fails for a part of it: what cannot be answered within a second is null and named in `missing`.");
        routes.MapGet("/overview/identity", IdentityAsync).WithName("getIdentity").WithTags("Overview")
            .WithSummary("How well internal ends of flows were known over time")
            .WithDescription("By bytes, in steps of five minutes, or of an hour for ranges beyond a day. A conversation between two internal ends counts at both.")
            .QueriesStore();
        routes.MapGet("/overview/unidentified", UnidentifiedAsync).WithName("getUnidentified").WithTags("Overview")
            .WithSummary("How much traffic belongs to nobody, and why")
            .WithDescription("What `/overview/identity` counts as not identified, by reason. Of the 5,000 largest addresses.")
            .QueriesStore();
        routes.MapGet("/overview/unidentified/addresses", UnidentifiedAddressesAsync).WithName("listUnidentified").WithTags("Overview")
            .WithSummary("Internal addresses whose traffic belongs to nobody, largest first")
            .QueriesStore();
        routes.MapGet("/overview/changes", ChangesAsync).WithName("getChanges").WithTags("Overview")
            .WithSummary("New devices, new pairs of groups and silent exporters")
            .WithDescription("Since `from`, by default the last 24 hours.")
            .QueriesStore();
    }

    private static async Task<Ok<IdentifiedTrafficModel>> IdentityAsync(string? from, string? to, HistoryReader history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.IdentityAsync(from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<UnidentifiedModel>> UnidentifiedAsync(
        string? from, string? to, UnidentifiedReader unidentified, CancellationToken cancellationToken) =>
        TypedResults.Ok(await unidentified.ReadAsync(from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<Listing<UnidentifiedAddressModel>>> UnidentifiedAddressesAsync(
        string? reason, string? from, string? to, string? limit, string? cursor, UnidentifiedReader unidentified, CancellationToken cancellationToken) =>
        TypedResults.Ok(await unidentified.ListAsync(reason, from, to, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ChangesModel>> ChangesAsync(string? from, HistoryReader history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ChangesAsync(from, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<OverviewModel>> GetAsync(OverviewReader overview, CancellationToken cancellationToken) =>
        TypedResults.Ok(await overview.ReadAsync(cancellationToken).ConfigureAwait(false));
}
