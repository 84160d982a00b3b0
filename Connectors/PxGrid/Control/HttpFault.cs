using System.Globalization;
using System.Net;

namespace Clarion.Connectors.PxGrid.Control;

/// <summary>Puts an HTTP status into words.</summary>
internal static class HttpFault
{
    /// <summary>The problem behind a status that is no success.</summary>
    public static PxGridException Of(HttpStatusCode status, string host, string method, string unauthorised)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            HttpStatusCode.Unauthorized => new(PxGridProblem.Unauthorised, $"{host} answered {method} with 401: {unauthorised}"),
            HttpStatusCode.Forbidden => new(
                PxGridProblem.Forbidden,
                $"{host} answered {method} with 403: the client may not do this; allow it for the client's group in ISE's pxGrid policy."),
            HttpStatusCode.Conflict => new(PxGridProblem.Conflict, $"{host} answered {method} with 409: the name exists already."),
            HttpStatusCode.NotFound => new(PxGridProblem.NotOffered, $"{host} does not know {method} (404)."),
            >= HttpStatusCode.InternalServerError => new(PxGridProblem.ServerError, $"{host} answered {method} with {code}: busy, starting, or switched off."),
            _ => new(PxGridProblem.Refused, $"{host} answered {method} with {code}."),
        };
    }
}
