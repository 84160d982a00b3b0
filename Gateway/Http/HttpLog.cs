using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http;

/// <summary>Everything the API logs.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(2501, LogLevel.Error, "Request for {Path} failed ({Trace}).")]
    public static partial void Fault(ILogger logger, Exception fault, string? path, string trace);

    [LoggerMessage(2503, LogLevel.Information, "Connector '{Connector}' was {What} by {User}.")]
    public static partial void ConnectorChanged(ILogger logger, string connector, string what, string user);

    [LoggerMessage(2502, LogLevel.Warning, "The overview is without '{Part}'.")]
    public static partial void PartMissing(ILogger logger, Exception fault, string part);
}
