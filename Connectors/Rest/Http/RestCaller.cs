using System.Net;
using Clarion.Connectors.Contract;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.Rest.Http;

/// <summary>Calls with credentials: a refused token is renewed once, a passing fault is tried again after the wait the platform asks for, or growing ones.</summary>
internal sealed class RestCaller(RestTransport transport, IRestCredentials credentials, RestTimes times, RestLimits limits, TimeProvider time, ILogger logger)
{
    /// <summary>Calls until there is an answer, or no more sense in calling.</summary>
    /// <param name="make">Makes the request, anew for each try.</param>
    /// <param name="alsoAccept">A status that is handed back though it is no success.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RestException">There is no answer, or it is an error.</exception>
    public async Task<RestAnswer> CallAsync(Func<HttpRequestMessage> make, HttpStatusCode? alsoAccept, CancellationToken cancellationToken)
    {
        var renewed = false;
        for (var failures = 0; ;)
        {
            using var request = make();
            RestException fault;
            try
            {
                await credentials.ApplyAsync(request, cancellationToken).ConfigureAwait(false);
                var answer = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (answer.IsSuccess || answer.Status == alsoAccept)
                {
                    return answer;
                }

                fault = RestFault.Of(answer, request.RequestUri!, credentials.Secrets);
            }
            catch (RestException failed)
            {
                fault = failed;
            }

            if (fault.Problem == RestProblem.Unauthorised && !renewed && request.Headers.Authorization is not null && credentials.Renew(request))
            {
                renewed = true;
                continue;
            }

            if (!fault.IsPassing || ++failures >= limits.Attempts || fault.RetryAfter > times.RetryAfter)
            {
                throw fault;
            }

            var wait = Wait(fault, failures);
            RestLog.Again(logger, fault.Message, wait.TotalSeconds);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Never before the moment the platform names, and not at the same moment as every other client that was sent away.
    private TimeSpan Wait(RestException fault, int failures)
    {
        var backoff = Backoff.Delay(times.RetryFirst, times.RetryLast, failures - 1);
        return fault.RetryAfter is { } asked ? asked + (backoff < asked / 10 ? backoff : asked / 10) : backoff;
    }
}
