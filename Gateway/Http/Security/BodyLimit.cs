using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Security;

/// <summary>
/// Refuses a body that is announced as too large, before anything reads it; the server itself stops those that are not announced. A route whose questions
/// come in thousands takes what these need.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, IOptions<HttpOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var max = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? options.Value.MaxBodyBytes;
        return context.Request.ContentLength > max
            ? ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body is larger than {max} bytes."))
            : next(context);
    }
}
