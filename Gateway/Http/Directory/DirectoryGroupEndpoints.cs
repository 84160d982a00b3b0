using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Directory;

/// <summary><c>/directory/groups</c>.</summary>
internal static class DirectoryGroupEndpoints
{
    public static void MapDirectoryGroups(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/directory/groups", List).WithName("listDirectoryGroups").WithTags("Users")
            .WithSummary("Security groups of directories, by name").WithDescription("`q` finds groups whose name contains a text.");
        routes.MapGet("/directory/groups/{directoryGroup}", Get).WithName("getDirectoryGroup").WithTags("Users")
            .WithSummary("One directory group, and who is in it").MayMiss();
    }

    private static Ok<Listing<DirectoryGroupModel>> List(string? q, string? limit, string? cursor, DirectoryGroupReader groups) =>
        TypedResults.Ok(groups.List(q, limit, cursor));

    private static Ok<DirectoryGroupDetailModel> Get(string directoryGroup, string? limit, string? cursor, DirectoryGroupReader groups) =>
        TypedResults.Ok(groups.Get(directoryGroup, limit, cursor));
}
