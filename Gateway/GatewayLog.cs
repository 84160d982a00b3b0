using Microsoft.Extensions.Logging;

namespace Clarion.Gateway;

/// <summary>Everything the collector logs.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1001, LogLevel.Information, "Collecting on UDP port {Port}: {Sockets} socket(s), receive buffer {Granted} of {Asked} bytes each.")]
    public static partial void Listening(ILogger logger, int port, int sockets, long granted, long asked);

    [LoggerMessage(1002, LogLevel.Warning, "UDP port {Port}: the system grants only {Granted} of {Asked} bytes of receive buffer, so bursts may be lost in the kernel. Raise it with: sysctl -w net.core.rmem_max={Asked}")]
    public static partial void SmallBuffer(ILogger logger, int port, long granted, long asked);

    [LoggerMessage(1003, LogLevel.Critical, "Receiving on UDP port {Port} failed; this socket is silent until a restart.")]
    public static partial void ReceiverFailed(ILogger logger, int port, Exception fault);

    [LoggerMessage(1004, LogLevel.Error, "The flow log cannot be written: {Reason} Flows are held in memory and written when it can be; when memory is full, new ones are dropped and counted.")]
    public static partial void StoreUnavailable(ILogger logger, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Window {Sequence} could not be published yet and will be sent again: {Reason}")]
    public static partial void PublishRetried(ILogger logger, long sequence, string reason);

    [LoggerMessage(1014, LogLevel.Warning, "Windows from {Sequence} on cannot be published now; they are kept in the flow log and read back when they can.")]
    public static partial void LeftToLog(ILogger logger, long sequence);

    [LoggerMessage(1015, LogLevel.Information, "Everything that was left to the flow log has been published.")]
    public static partial void ReadBack(ILogger logger);

    [LoggerMessage(1006, LogLevel.Information, "Replayed {Flows} flows from the flow log (gateway {Gateway}, started {Epoch}, worker {Worker}) that the rollups had not seen.")]
    public static partial void Replayed(ILogger logger, long flows, string gateway, long epoch, int worker);

    [LoggerMessage(1007, LogLevel.Information, "Collector stopped: {Flows} flows decoded, {Stored} stored, {Published} applied.")]
    public static partial void Stopped(ILogger logger, long flows, long stored, long published);

    [LoggerMessage(1008, LogLevel.Error, "Stopping: partition {Partition} could not be flushed: {Reason} The flow log will bring it up to date at the next start.")]
    public static partial void FlushFailed(ILogger logger, int partition, string reason);

    [LoggerMessage(1009, LogLevel.Warning, "Exporter {Exporter}: its saved templates could not be read and are learnt again.")]
    public static partial void StateDamaged(ILogger logger, string exporter);

    [LoggerMessage(1010, LogLevel.Error, "Reporting counters or saving templates failed and will be repeated.")]
    public static partial void ReportFailed(ILogger logger, Exception fault);

    [LoggerMessage(1011, LogLevel.Information, "Templates and sampling of {Count} exporters restored.")]
    public static partial void StatesRestored(ILogger logger, int count);

    [LoggerMessage(1013, LogLevel.Critical, "Decode worker {Worker} failed; its exporters are not read until a restart.")]
    public static partial void DecoderFailed(ILogger logger, int worker, Exception fault);

    [LoggerMessage(1012, LogLevel.Error, "Replaying the flow log failed and will be tried again; the rollups lack some flows until then.")]
    public static partial void ReplayFailed(ILogger logger, Exception fault);
}
