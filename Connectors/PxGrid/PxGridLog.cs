using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid;

/// <summary>Everything the pxGrid client logs. Names, counts and reasons; never a password, secret or header.</summary>
internal static partial class PxGridLog
{
    [LoggerMessage(3001, LogLevel.Information, "pxGrid account {Node}: {State}")]
    public static partial void Account(ILogger logger, string node, string state);

    [LoggerMessage(3002, LogLevel.Warning, "pxGrid node {Host}: {Reason} Trying the next one.")]
    public static partial void NextNode(ILogger logger, string host, string reason);

    [LoggerMessage(3003, LogLevel.Information, "pxGrid: listening to {Topics} topic(s) at {Node}.")]
    public static partial void Listening(ILogger logger, int topics, string node);

    [LoggerMessage(3004, LogLevel.Warning, "pxGrid: the connection to {Node} ended: {Reason} Next try in {Seconds:F1} s.")]
    public static partial void ConnectionEnded(ILogger logger, string node, string reason, double seconds);

    [LoggerMessage(3005, LogLevel.Warning, "pxGrid: the topic {Topic} is probably not allowed to this client: ISE closes the connection when it is subscribed. Allow 'subscribe' on it for the client's group in ISE's pxGrid policy.")]
    public static partial void TopicRefused(ILogger logger, string topic);

    [LoggerMessage(3006, LogLevel.Warning, "pxGrid {Topic}: {Reason} Reading again from {From:O}.")]
    public static partial void Gap(ILogger logger, string topic, string reason, DateTimeOffset from);

    [LoggerMessage(3007, LogLevel.Information, "pxGrid {Topic}: {Records} records read in full.")]
    public static partial void Snapshot(ILogger logger, string topic, long records);

    [LoggerMessage(3008, LogLevel.Warning, "pxGrid {Topic}: reading failed and will be tried again in {Seconds:F1} s: {Reason}")]
    public static partial void ReadFailed(ILogger logger, string topic, double seconds, string reason);

    [LoggerMessage(3009, LogLevel.Warning, "pxGrid {Topic}: a full read lacks {Missing} of {Known} known records; they are kept until an operator accepts their loss.")]
    public static partial void VanishDoubted(ILogger logger, string topic, int missing, int known);

    [LoggerMessage(3010, LogLevel.Error, "pxGrid {Topic}: what came could not be handed on and will be offered again.")]
    public static partial void SinkFailed(ILogger logger, string topic, Exception fault);

    [LoggerMessage(3011, LogLevel.Warning, "pxGrid: connecting anew: {Reason}.")]
    public static partial void Silent(ILogger logger, string reason);

    [LoggerMessage(3012, LogLevel.Error, "pxGrid: the checkpoint could not be written; it is tried again in a minute.")]
    public static partial void CheckpointFailed(ILogger logger, Exception fault);
}
