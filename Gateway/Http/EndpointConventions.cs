using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Clarion.Gateway.Http;

/// <summary>What groups of endpoints have in common.</summary>
internal static class EndpointConventions
{
    /// <summary>Name of the limit on store queries at once.</summary>
    public const string QueryLimit = "queries";

    /// <summary>Name of the limit on exports at once: they take long, and must leave room for questions.</summary>
    public const string ExportLimit = "exports";

    /// <summary>The endpoint asks the store: it waits for its turn, and may be refused.</summary>
    public static RouteHandlerBuilder QueriesStore(this RouteHandlerBuilder endpoint) => endpoint
        .RequireRateLimiting(QueryLimit)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    /// <summary>The endpoint asks grains.</summary>
    public static RouteHandlerBuilder AsksGrains(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    /// <summary>The endpoint names one thing, which may not be there.</summary>
    public static RouteHandlerBuilder MayMiss(this RouteHandlerBuilder endpoint) => endpoint.ProducesProblem(StatusCodes.Status404NotFound);
}
