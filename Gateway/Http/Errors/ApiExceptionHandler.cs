using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http.Errors;

/// <summary>Turns exceptions into problem details. Only what the caller can act on is said; the rest goes to the log.</summary>
internal sealed class ApiExceptionHandler(ApiMetrics metrics, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    private const int RetrySeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        var (status, detail, extensions) = Describe(exception);
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status is StatusCodes.Status500InternalServerError)
        {
            HttpLog.Fault(logger, exception, httpContext.Request.Path, httpContext.TraceIdentifier);
        }

        await ApiProblem.WriteAsync(httpContext, status, detail, extensions).ConfigureAwait(false);
        return true;
    }

    private (int Status, string Detail, IEnumerable<KeyValuePair<string, object?>>? Extensions) Describe(Exception exception)
    {
        switch (exception)
        {
            case FilterException filter:
                return (StatusCodes.Status400BadRequest, filter.Message,
                    [new("parameter", "q"), new("position", filter.Position), new("length", filter.Length)]);
            case BadParameterException bad:
                return (StatusCodes.Status400BadRequest, bad.Message, [new("parameter", bad.Parameter)]);
            case BadHttpRequestException bad:
                return (bad.StatusCode, bad.Message, null);
            case NotFoundException:
                return (StatusCodes.Status404NotFound, exception.Message, null);
            case StoreUnavailableException:
                metrics.Refused("store");
                return (StatusCodes.Status503ServiceUnavailable, exception.Message, null);
            case TimeoutException or OperationCanceledException:
                metrics.Refused("timeout");
                return (StatusCodes.Status504GatewayTimeout, "The answer took too long. Ask for a shorter time range, or try again.", null);
            case OrleansException:
                metrics.Refused("cluster");
                return (StatusCodes.Status503ServiceUnavailable, "The cluster does not answer now; try again.", null);
            default:
                metrics.Refused("fault");
                return (StatusCodes.Status500InternalServerError, "The server failed to answer; its log has the details under the trace id.", null);
        }
    }
}
