using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Cluster;

/// <summary><c>/cluster</c>.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/cluster", GetAsync).WithName("getCluster").WithTags("Operations")
            .WithSummary("Silos, the grains they hold, and where the partitions are")
            .WithDescription("What waits for the partitions is in /queue, what gateways hold in /overview.")
            .AsksGrains();

    private static async Task<Ok<ClusterModel>> GetAsync(ClusterReader cluster, CancellationToken cancellationToken) =>
        TypedResults.Ok(await cluster.GetAsync(cancellationToken).ConfigureAwait(false));
}
