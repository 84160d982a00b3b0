using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Security;

/// <summary>Refuses a body that is announced as too large, before anything reads it; the server itself stops those that are not announced.</summary>
internal sealed class BodyLimit(RequestDelegate next, IOptions<HttpOptions> options)
{
    private readonly long _max = options.Value.MaxBodyBytes;

    public Task InvokeAsync(HttpContext context) => context.Request.ContentLength > _max
        ? ApiProblem.WriteAsync(
            context, StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body is larger than {_max} bytes."))
        : next(context);
}
