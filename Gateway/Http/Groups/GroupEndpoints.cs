using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Groups;

/// <summary><c>/groups</c>.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/groups", ListAsync).WithName("listGroups").WithTags("Groups")
            .WithSummary("Security groups with their devices and traffic")
            .WithDescription("Every group that is named, carried by a device, or seen in traffic of the time range, by tag. The answer is whole: `next` is always null.")
            .QueriesStore();

    private static async Task<Ok<Listing<SecurityGroupModel>>> ListAsync(
        string? from, string? to, GroupReader groups, CancellationToken cancellationToken) =>
        TypedResults.Ok(await groups.ListAsync(from, to, cancellationToken).ConfigureAwait(false));
}
