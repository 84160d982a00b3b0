namespace Clarion.Silo.Hosting;

/// <summary>Everything the host logs.</summary>
internal static partial class HostLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Upkeep of the store is postponed: {Reason}")]
    public static partial void UpkeepPostponed(ILogger logger, string reason);

    [LoggerMessage(3002, LogLevel.Error, "Upkeep of the store failed and will be tried again in a minute.")]
    public static partial void UpkeepFailed(ILogger logger, Exception fault);

    [LoggerMessage(3003, LogLevel.Information, "Demo: a campus of {Devices} devices behind {Switches} switches sends {Rate} flows/s to ports {NetFlow} and {Ipfix}.")]
    public static partial void DemoStarted(ILogger logger, int devices, int switches, double rate, int netFlow, int ipfix);

    [LoggerMessage(3004, LogLevel.Error, "The demo's campus stopped.")]
    public static partial void DemoFailed(ILogger logger, Exception fault);

    [LoggerMessage(3008, LogLevel.Error, "The places of the demo's campus were not entered.")]
    public static partial void DemoPlacesFailed(ILogger logger, Exception fault);

    [LoggerMessage(3006, LogLevel.Warning, "{Warning}")]
    public static partial void KeysUnprotected(ILogger logger, string warning);

    [LoggerMessage(3007, LogLevel.Information, "The key in {File} is in the store now, where all processes find it.")]
    public static partial void KeyTakenOver(ILogger logger, string file);

    [LoggerMessage(3010, LogLevel.Warning, "No silo can be reached ({Reason}). Waiting: start a process with the role silo on the same database and schema.")]
    public static partial void WaitingForSilos(ILogger logger, string reason);

    [LoggerMessage(3009, LogLevel.Information, "Clarion is ready at {Url} with the roles {Roles}.")]
    public static partial void RolesReady(ILogger logger, string url, string roles);

    [LoggerMessage(3005, LogLevel.Information, "Clarion is ready at {Url}. Point exporters at UDP ports {Ports} of this host, or start with --demo to see a campus.")]
    public static partial void Ready(ILogger logger, string url, string ports);
}
