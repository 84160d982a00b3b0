using System.Security.Claims;
using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clarion.Gateway.Http.Security;

/// <summary>
/// Asks every request for a key while there is one, except for endpoints marked anonymous (health, the reference page): a route that
/// forgets to say anything is protected.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyTable keys, ApiMetrics metrics)
{
    /// <summary>Header that carries a key.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ";
    private const string AuthenticationType = "ApiKey";

    public Task InvokeAsync(HttpContext context)
    {
        if (keys.IsEmpty || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        if (Presented(context.Request.Headers) is not { Length: > 0 } presented || keys.HolderOf(presented) is not { } holder)
        {
            metrics.Refused("key");
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"Clarion\"";
            return ApiProblem.WriteAsync(
                context, StatusCodes.Status401Unauthorized, $"This server needs an API key: send it as '{Header}: <key>' or 'Authorization: Bearer <key>'.");
        }

        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, holder)], AuthenticationType));
        return next(context);
    }

    private static string? Presented(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(Header, out var given))
        {
            return given.Count == 1 ? given[0] : null;
        }

        var authorization = headers.Authorization is { Count: 1 } one ? one[0] : null;
        return authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : null;
    }
}
