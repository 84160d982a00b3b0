using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Clarion.Gateway.Http.Security;

/// <summary>Refuses requests for host names that are not this server's, so that no web page can reach it through a name of its own.</summary>
internal sealed class HostGuard(RequestDelegate next, IOptions<HttpOptions> options, ApiMetrics metrics)
{
    private readonly StringSegment[] _patterns = [.. options.Value.HostPatterns().Select(p => new StringSegment(p))];
    private readonly bool _any = options.Value.HostPatterns().Contains("*", StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (_any || (context.Request.Host.HasValue && HostString.MatchesAny(context.Request.Host.Host, _patterns)))
        {
            return next(context);
        }

        metrics.Refused("host");
        return ApiProblem.WriteAsync(
            context, StatusCodes.Status400BadRequest, $"This server does not answer for the host name of the request; see {HttpOptions.Section}:AllowedHosts.");
    }
}
