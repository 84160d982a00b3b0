using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.ActiveDirectory;

/// <summary>Everything the directory connector logs. Names, counts and reasons; never a password.</summary>
internal static partial class ActiveDirectoryLog
{
    [LoggerMessage(3101, LogLevel.Warning, "Active Directory: {Reason} Trying the next controller.")]
    public static partial void NextServer(ILogger logger, string reason);

    [LoggerMessage(3102, LogLevel.Information, "Active Directory {Domain} at {Server}: everything is read ({Reason}).")]
    public static partial void FullPass(ILogger logger, string domain, string server, string reason);

    [LoggerMessage(3103, LogLevel.Information, "Active Directory {Domain}: {Objects} objects read, {Removed} removed, {Skipped} skipped, in {Seconds:F1} s.")]
    public static partial void PassEnded(ILogger logger, string domain, int objects, int removed, int skipped, double seconds);

    [LoggerMessage(3104, LogLevel.Warning, "Active Directory {Domain}: {Reason}")]
    public static partial void Doubted(ILogger logger, string domain, string reason);

    [LoggerMessage(3105, LogLevel.Warning, "Active Directory: {Reason} Next try in {Seconds:F0} s.")]
    public static partial void PassFailed(ILogger logger, string reason, double seconds);

    [LoggerMessage(3106, LogLevel.Error, "Active Directory: what was read could not be handed on and will be read again.")]
    public static partial void SinkFailed(ILogger logger, Exception fault);
}
