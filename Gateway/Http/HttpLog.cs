using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http;

/// <summary>Everything the API logs.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(2501, LogLevel.Error, "Request for {Path} failed ({Trace}).")]
    public static partial void Fault(ILogger logger, Exception fault, string? path, string trace);

    [LoggerMessage(2503, LogLevel.Information, "{Action} of '{Subject}' by '{Who}': {Outcome}.")]
    public static partial void Done(ILogger logger, string action, string subject, string who, string outcome);

    [LoggerMessage(2504, LogLevel.Error, "The audit log could not be written: {Action} of '{Subject}' by '{Who}', {Outcome}. {Detail}")]
    public static partial void AuditLost(ILogger logger, Exception fault, string action, string subject, string who, string outcome, string detail);

    [LoggerMessage(2502, LogLevel.Warning, "The overview is without '{Part}'.")]
    public static partial void PartMissing(ILogger logger, Exception fault, string part);
}
