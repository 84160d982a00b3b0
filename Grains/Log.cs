using Microsoft.Extensions.Logging;

namespace Clarion.Grains;

/// <summary>Everything the grains log.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "Partition {Partition}: window {Sequence} of gateway {Gateway} cannot be used: {Reason}")]
    public static partial void Unusable(ILogger logger, int partition, long sequence, string gateway, string reason);

    [LoggerMessage(2002, LogLevel.Error, "Partition {Partition}: the delta stream failed.")]
    public static partial void StreamFault(ILogger logger, int partition, Exception fault);

    [LoggerMessage(2003, LogLevel.Error, "Partition {Partition}: a commit or checkpoint failed and will be repeated; nothing is lost meanwhile.")]
    public static partial void CommitFault(ILogger logger, int partition, Exception fault);

    [LoggerMessage(2004, LogLevel.Information, "Identity index: {Count} addresses with a known holder.")]
    public static partial void IndexLoaded(ILogger logger, int count);

    [LoggerMessage(2009, LogLevel.Information, "Directories: {Users} users and {Groups} security groups known.")]
    public static partial void DirectoriesLoaded(ILogger logger, int users, int groups);

    [LoggerMessage(2008, LogLevel.Error, "Connector {Connector}: {Fault}")]
    public static partial void ConnectorFault(ILogger logger, string connector, string fault);

    [LoggerMessage(2006, LogLevel.Information, "Identity: {Bindings} bindings and {Facts} facts read, {Devices} devices known.")]
    public static partial void IdentityLoaded(ILogger logger, int bindings, int facts, int devices);

    [LoggerMessage(2007, LogLevel.Warning, "Facts about identity could not be followed; they are read from the log again soon.")]
    public static partial void IdentityMissed(ILogger logger, Exception fault);

    [LoggerMessage(2010, LogLevel.Warning, "What flows showed other silos could not be read; it is tried again soon.")]
    public static partial void SightingsMissed(ILogger logger, Exception fault);

    [LoggerMessage(2011, LogLevel.Warning, "Partition {Partition}: rows that late facts concern could not be looked for; they are looked for with the next commit.")]
    public static partial void SearchFault(ILogger logger, int partition, Exception fault);

    [LoggerMessage(2013, LogLevel.Information, "Partition {Partition} moves to {Silo}, where its queue is read.")]
    public static partial void Moving(ILogger logger, int partition, SiloAddress silo);

    [LoggerMessage(2012, LogLevel.Warning, "Locations and subnets could not be read; it is tried again soon.")]
    public static partial void PlacesMissed(ILogger logger, Exception fault);

    [LoggerMessage(2005, LogLevel.Warning, "Partition {Partition}: window {Sequence} of gateway {Gateway} came before others that are missing; it is left out until the gateway sends them again.")]
    public static partial void WindowGap(ILogger logger, int partition, long sequence, string gateway);
}
