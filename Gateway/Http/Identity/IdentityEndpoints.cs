using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Identity;

/// <summary><c>/identity</c>. Questions travel as bodies because there are many; nothing is written.</summary>
internal static class IdentityEndpoints
{
    // Ten thousand flows with everything that can be said of each.
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/resolve", ResolveAsync).WithName("resolveIdentities").WithTags("Identity")
            .WithSummary("Who are these addresses and MACs, now or at a moment")
            .WithDescription(
                "Up to 10,000 questions; with `explain` up to 100. Moments older than a quarter of an hour are read from the log, which takes longer. "
                + "An identity's `isWhole` is false when more is known of it than was read; the answer's, when one of them is.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .QueriesStoreInBulk();
        routes.MapPost("/identity/correlate", CorrelateAsync).WithName("correlateFlows").WithTags("Identity")
            .WithSummary("Who talks to whom in these flows")
            .WithDescription(
                "Up to 10,000 flows. Those older than a quarter of an hour are answered from the log, which takes longer. An identity's `isWhole` is "
                + "false when more is known of it than was read; the answer's, when one of them is.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .QueriesStoreInBulk();
    }

    private static async Task<Ok<IdentityAnswers>> ResolveAsync(
        IdentityQuestions questions, IdentityReader identity, CancellationToken cancellationToken) =>
        TypedResults.Ok(await identity.ResolveAsync(questions, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<FlowAnswers>> CorrelateAsync(FlowQuestions flows, IdentityReader identity, CancellationToken cancellationToken) =>
        TypedResults.Ok(await identity.CorrelateAsync(flows, cancellationToken).ConfigureAwait(false));
}
