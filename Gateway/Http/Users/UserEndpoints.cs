using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Users;

/// <summary><c>/users</c>.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users", List).WithName("listUsers").WithTags("Users")
            .WithSummary("Users that sessions have named or a directory has, by account").WithDescription("`q` finds those whose account or name contains a text.");
        routes.MapGet("/users/{account}", GetAsync).WithName("getUser").WithTags("Users")
            .WithSummary("One user: groups, and sessions in a range").QueriesStore().MayMiss();
        routes.MapGet("/users/{account}/groups", GroupsAsync).WithName("getUserGroups").WithTags("Users")
            .WithSummary("Security groups of an account, also asked of the directory at this moment").AsksGrains().MayMiss();
        routes.MapGet("/users/{account}/traffic", TrafficAsync).WithName("getUserTraffic").WithTags("Users")
            .WithSummary("What a user's devices began during its sessions").QueriesStore();
    }

    private static async Task<Ok<UserTrafficModel>> TrafficAsync(
        string account, string? from, string? to, UserTrafficReader traffic, CancellationToken cancellationToken) =>
        TypedResults.Ok(await traffic.GetAsync(account, from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<UserGroupsModel>> GroupsAsync(string account, string? live, UserGroupsReader groups, CancellationToken cancellationToken) =>
        TypedResults.Ok(await groups.GetAsync(account, live, cancellationToken).ConfigureAwait(false));

    private static Ok<Listing<UserModel>> List(string? q, string? limit, string? cursor, UserReader users) =>
        TypedResults.Ok(users.List(q, limit, cursor));

    private static async Task<Ok<UserDetailModel>> GetAsync(
        string account, string? from, string? to, UserReader users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.GetAsync(account, from, to, cancellationToken).ConfigureAwait(false));
}
