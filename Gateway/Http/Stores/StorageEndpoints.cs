using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Stores;

/// <summary><c>/storage</c>.</summary>
internal static class StorageEndpoints
{
    public static void MapStorage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/storage", GetAsync).WithName("getStorage").WithTags("Operations")
            .WithSummary("Size, age and health of the store")
            .QueriesStore();

    private static async Task<Ok<StorageModel>> GetAsync(StorageReader storage, CancellationToken cancellationToken) =>
        TypedResults.Ok(await storage.GetAsync(cancellationToken).ConfigureAwait(false));
}
