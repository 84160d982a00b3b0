using System.Security.Claims;
using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clarion.Gateway.Http.Security;

/// <summary>
/// Asks every request for a key, or for the cookie of somebody signed in by one, while there is one; except for endpoints marked
/// anonymous (health, the reference page): a route that forgets to say anything is protected. Who asks for a page is sent to sign in.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyTable keys, SignInKeys people, ApiMetrics metrics)
{
    /// <summary>Header that carries a key.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ";
    private const string AuthenticationType = "ApiKey";

    public async Task InvokeAsync(HttpContext context)
    {
        if (keys.IsEmpty || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (Presented(context.Request.Headers) is { Length: > 0 } presented)
        {
            if (keys.HolderOf(presented) is { } holder)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, holder)], AuthenticationType));
                await next(context).ConfigureAwait(false);
                return;
            }
        }
        else if (await people.FindAsync(context).ConfigureAwait(false) is { } person)
        {
            context.User = person;
            await next(context).ConfigureAwait(false);
            return;
        }
        else if (WantsPage(context.Request))
        {
            context.Response.Redirect($"{SignInKeys.Path}?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return;
        }

        metrics.Refused("key");
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"Clarion\"";
        await ApiProblem.WriteAsync(
            context, StatusCodes.Status401Unauthorized, $"This server needs an API key: send it as '{Header}: <key>' or 'Authorization: Bearer <key>'.").ConfigureAwait(false);
    }

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments(ClarionApi.Root, StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

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
