using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Gateway.Http.Errors;

/// <summary>Writes problem details (RFC 9457): status, title, a plain sentence, the path, and the trace id under which it was logged.</summary>
internal static class ApiProblem
{
    /// <summary>Answers the request with a problem.</summary>
    public static async Task WriteAsync(
        HttpContext context, int status, string detail, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        foreach (var (key, value) in extensions ?? [])
        {
            problem.Extensions[key] = value;
        }

        await context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).ConfigureAwait(false);
    }

    /// <summary>Completes what every problem says.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        context.HttpContext.Response.Headers.CacheControl = "no-store";
    }
}
