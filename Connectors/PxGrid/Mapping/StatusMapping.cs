using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>How the client stands, in the words of every connector. Pure.</summary>
internal static class StatusMapping
{
    public static ConnectorStatus Of(PxGridStatus status, MappingTally tally)
    {
        var parts = status.Topics.Select(t => Part(t, tally[t.Topic])).ToList();
        var open = status.Connections.FirstOrDefault(c => c.IsOpen);
        var (error, errorAt) = Error(status);
        var doubted = parts.Find(part => part.Doubted > 0);
        return new ConnectorStatus
        {
            State = doubted is null || status.State != PxGridState.Running ? State(status.State) : ConnectorState.Degraded,
            Words = doubted is null || status.State != PxGridState.Running ? status.Words : $"{doubted.Name}: {doubted.Words}.",
            Peer = open?.Node is not { } node ? null : status.Version is { } version ? $"{node}, pxGrid {version}" : node,
            LastError = error,
            LastErrorAt = errorAt,
            LastSuccessAt = status.Topics.SelectMany(t => new[] { t.LastEventAt, t.LastSnapshotAt }).Max(),
            NextTryAt = status.NextTryAt ?? status.Connections.Select(c => c.NextTryAt).Concat(status.Topics.Select(t => t.NextTryAt)).Min(),
            Parts = parts,
        };
    }

    // What hinders everything before what hinders a topic, and that before a connection that is made again.
    private static (string? Words, DateTimeOffset? At) Error(PxGridStatus status)
    {
        if (status.LastError is not null)
        {
            return (status.LastError, status.LastErrorAt);
        }

        if (status.Topics.Where(t => t.LastErrorAt is not null).MaxBy(t => t.LastErrorAt) is { } topic)
        {
            return ($"{PxTopics.Info(topic.Topic).Words}: {topic.LastError}", topic.LastErrorAt);
        }

        var connection = status.Connections.FirstOrDefault(c => c.LastError is not null);
        return (connection?.LastError, connection?.LastErrorAt);
    }

    private static ConnectorPart Part(PxTopicStatus topic, TopicTally tally) => new(PxTopics.Info(topic.Topic).Words)
    {
        Words = Words(topic, tally),
        IsWhole = topic.IsWhole && tally.Doubted == 0,
        Records = topic.Records,
        Doubted = topic.Doubted + tally.Doubted,
        Read = topic.Events + topic.ReadRecords,
        Skipped = topic.BadMessages + topic.BadRecords + topic.RefusedRecords + tally.Skipped,
        LastError = topic.LastError ?? tally.LastSkip,
        LastEventAt = topic.LastEventAt,
        LastFullPassAt = topic.LastSnapshotAt,
        Lag = topic.Lag,
    };

    private static string Words(PxTopicStatus topic, TopicTally tally) => (tally.Doubted, tally.LastHappened) switch
    {
        ( > 0, _) => string.Create(
            CultureInfo.InvariantCulture,
            $"{topic.State}; {tally.Doubted} of an earlier run are missing from the full read, more than is believed; they are kept until their loss is accepted"),
        (_, null) => topic.State,
        _ => string.Create(CultureInfo.InvariantCulture, $"{topic.State}; {tally.Happened} since the start, the last one: {tally.LastHappened}"),
    };

    private static ConnectorState State(PxGridState state) => state switch
    {
        PxGridState.Stopped => ConnectorState.Stopped,
        PxGridState.Connecting => ConnectorState.Connecting,
        PxGridState.WaitingForApproval or PxGridState.Disabled => ConnectorState.Waiting,
        PxGridState.Running => ConnectorState.Running,
        PxGridState.Degraded => ConnectorState.Degraded,
        _ => ConnectorState.Failed,
    };
}
