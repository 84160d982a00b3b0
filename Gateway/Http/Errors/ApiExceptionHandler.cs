using System.Diagnostics;
using System.Globalization;
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

        var fault = ApiFault.Of(exception);
        if (fault.Reason is { } reason)
        {
            metrics.Refused(reason);
        }

        if (fault.Status is StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.IsInternal)
        {
            HttpLog.Fault(logger, exception, httpContext.Request.Path, Activity.Current?.Id ?? httpContext.TraceIdentifier);
        }

        await ApiProblem.WriteAsync(httpContext, fault.Status, fault.Detail, Extensions(fault)).ConfigureAwait(false);
        return true;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Extensions(ApiFault fault)
    {
        if (fault.Parameter is not null)
        {
            yield return new("parameter", fault.Parameter);
        }

        if (fault.Rows is not null)
        {
            yield return new("errors", fault.Rows);
        }

        if (fault.Position is not null)
        {
            yield return new("position", fault.Position);
            yield return new("length", fault.Length);
        }
    }
}
