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
        var worst = status.Topics.Where(t => t.LastErrorAt is not null).MaxBy(t => t.LastErrorAt);
        return new ConnectorStatus
        {
            State = State(status.State),
            Words = status.Words,
            Peer = open?.Node is not { } node ? null : status.Version is { } version ? $"{node}, pxGrid {version}" : node,
            LastError = status.LastError
                ?? (worst is null ? status.Connections.Select(c => c.LastError).FirstOrDefault(e => e is not null)
                    : $"{PxTopics.Info(worst.Topic).Words}: {worst.LastError}"),
            LastErrorAt = status.LastError is null ? worst?.LastErrorAt : null,
            LastSuccessAt = status.Topics.SelectMany(t => new[] { t.LastEventAt, t.LastSnapshotAt }).Max(),
            NextTryAt = status.NextTryAt ?? status.Connections.Select(c => c.NextTryAt).Concat(status.Topics.Select(t => t.NextTryAt)).Min(),
            Parts = parts,
        };
    }

    private static ConnectorPart Part(PxTopicStatus topic, TopicTally tally) => new(PxTopics.Info(topic.Topic).Words)
    {
        Words = tally.LastHappened is null ? topic.State
            : string.Create(CultureInfo.InvariantCulture, $"{topic.State}; {tally.Happened} since the start, the last one: {tally.LastHappened}"),
        IsWhole = topic.IsWhole,
        Records = topic.Records,
        Read = topic.Events + topic.ReadRecords,
        Skipped = topic.BadMessages + topic.BadRecords + topic.RefusedRecords + tally.Skipped,
        LastError = topic.LastError ?? tally.LastSkip,
        LastEventAt = topic.LastEventAt,
        LastFullPassAt = topic.LastSnapshotAt,
        Lag = topic.Lag,
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
