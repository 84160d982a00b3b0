using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Clarion.Gateway.Http;

/// <summary>What groups of endpoints have in common.</summary>
internal static class EndpointConventions
{
    /// <summary>Name of the limit on store queries at once.</summary>
    public const string QueryLimit = "queries";

    /// <summary>Name of the limit on exports at once: they take long, and must leave room for questions.</summary>
    public const string ExportLimit = "exports";

    /// <summary>Name of the limit on requests of thousands of questions at once, for the same reason.</summary>
    public const string BulkLimit = "bulk";

    /// <summary>Name of the time that a request of thousands of questions may take (<see cref="HttpOptions.HistoryTimeout"/>).</summary>
    public const string BulkTimeout = "bulk";

    /// <summary>The endpoint asks the store: it waits for its turn, and may be refused.</summary>
    public static RouteHandlerBuilder QueriesStore(this RouteHandlerBuilder endpoint) => endpoint.AsksStore(QueryLimit);

    /// <summary>The endpoint takes thousands of questions: they wait for turns of their own, and may take longer.</summary>
    public static RouteHandlerBuilder QueriesStoreInBulk(this RouteHandlerBuilder endpoint) => endpoint
        .AsksStore(BulkLimit).WithMetadata(new RequestTimeoutAttribute(BulkTimeout));

    /// <summary>The endpoint asks grains.</summary>
    public static RouteHandlerBuilder AsksGrains(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    /// <summary>
    /// The endpoint writes. No other site can write here through somebody's browser: the sign-in cookie is SameSite=Strict, so a request that
    /// another site causes comes without it; and where no key is needed, a write must say that it is JSON or CSV or carry a key header, neither of
    /// which a browser sends for another site without asking first (by OPTIONS, which nothing here allows).
    /// </summary>
    public static RouteHandlerBuilder OnlyByScripts(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(RefuseForms);

    /// <summary>The endpoint names one thing, which may not be there.</summary>
    public static RouteHandlerBuilder MayMiss(this RouteHandlerBuilder endpoint) => endpoint.ProducesProblem(StatusCodes.Status404NotFound);

    private static RouteHandlerBuilder AsksStore(this RouteHandlerBuilder endpoint, string limit) => endpoint
        .RequireRateLimiting(limit)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static ValueTask<object?> RefuseForms(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        return request.HasJsonContentType() || request.IsCsv() || request.Headers.ContainsKey(ApiKeyMiddleware.Header) || request.Headers.Authorization.Count > 0
            ? next(invocation)
            : throw new BadHttpRequestException("Send it with 'Content-Type: application/json', or with an API key.", StatusCodes.Status415UnsupportedMediaType);
    }
}
