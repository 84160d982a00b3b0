using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Stores;

/// <summary><c>/storage</c>.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/storage", GetAsync).WithName("getStorage").WithTags("Operations")
            .WithSummary("Size, age and health of the store")
            .QueriesStore();
        routes.MapPost("/storage/upkeep", UpkeepAsync).WithName("keepStorage").WithTags("Operations")
            .WithSummary("Bring rollups up to date and enforce retention now")
            .WithDescription("The store does so by itself: rollups every few minutes, retention once an hour. 202 when it takes longer than a few seconds; it goes on then.")
            .QueriesStore().OnlyByScripts();
    }

    private static async Task<Ok<StorageModel>> GetAsync(StorageReader storage, CancellationToken cancellationToken) =>
        TypedResults.Ok(await storage.GetAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<Results<Ok<StorageModel>, Accepted<StorageModel>>> UpkeepAsync(
        ClaimsPrincipal user, StorageChanges changes, StorageReader storage, CancellationToken cancellationToken)
    {
        var ended = await changes.UpkeepAsync(user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        var model = await storage.GetAsync(cancellationToken).ConfigureAwait(false);
        return ended ? TypedResults.Ok(model) : TypedResults.Accepted(ClarionApi.Root + "/storage", model);
    }
}
