using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Queues;

/// <summary><c>/queue</c>.</summary>
internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/queue", GetAsync).WithName("getQueue").WithTags("Operations")
            .WithSummary("What waits between gateways and partitions, and what was set aside")
            .AsksGrains();
        routes.MapPost("/queue/dead-letters/{letter}/replay", ReplayAsync).WithName("replayDeadLetter").WithTags("Operations")
            .WithSummary("Send a message that was set aside to its partition once more")
            .WithDescription("A partition that has its window already ignores it, so nothing is counted twice.")
            .AsksGrains().MayMiss().OnlyByScripts();
        routes.MapPost("/queue/dead-letters/{letter}/discard", DiscardAsync).WithName("discardDeadLetter").WithTags("Operations")
            .WithSummary("Give up a message that was set aside")
            .WithDescription("Its flows are in the flow log all the same, and are sent again from there while a partition lacks them.")
            .AsksGrains().MayMiss().OnlyByScripts();
    }

    private static async Task<Ok<QueueModel>> GetAsync(QueueReader queue, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queue.GetAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> ReplayAsync(string letter, ClaimsPrincipal user, QueueChanges changes, CancellationToken cancellationToken)
    {
        await changes.ReplayAsync(letter, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DiscardAsync(string letter, ClaimsPrincipal user, QueueChanges changes, CancellationToken cancellationToken)
    {
        await changes.DiscardAsync(letter, user.Identity?.Name, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
