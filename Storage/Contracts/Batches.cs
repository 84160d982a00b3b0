using Clarion.Correlation.Conversations;
using Clarion.Flows;

namespace Clarion.Storage.Contracts;

/// <summary>
/// One ordered lane of the flow log: a decode worker of one run of one gateway. Batches of a lane are numbered by
/// <see cref="FlowWindow.Sequence"/>, and both the log and every consumer see them in that order.
/// </summary>
/// <param name="Gateway">Name of the gateway.</param>
/// <param name="Epoch">Start of the gateway's process, Unix milliseconds: a later run is a new lane.</param>
/// <param name="Worker">Number of the decode worker.</param>
public readonly record struct LaneKey(string Gateway, long Epoch, int Worker);

/// <summary>One folding window of a lane: the unit in which flows are logged, folded, published and applied.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Sequence">Counts up from 1 within the lane.</param>
public readonly record struct FlowWindow(LaneKey Lane, long Sequence);

/// <summary>Flows of one window on their way into the log. A window may take several batches.</summary>
/// <param name="Window">The window they belong to.</param>
/// <param name="Flows">The flows; the store only reads them.</param>
public readonly record struct LoggedFlows(FlowWindow Window, FlowBatch Flows);

/// <summary>The last window of a lane that a partition has applied.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Sequence">Its last applied window.</param>
public readonly record struct LanePosition(LaneKey Lane, long Sequence);

/// <summary>What a partition knows of its own past: how far it has come in every lane.</summary>
/// <param name="CommitNumber">Number of the last commit; 0 before the first.</param>
/// <param name="EntityCommitNumber">Commit up to which entity states (devices, switches, pairs) are durable.</param>
/// <param name="Positions">Applied windows by lane.</param>
public sealed record PartitionWatermark(long CommitNumber, long EntityCommitNumber, IReadOnlyList<LanePosition> Positions);

/// <summary>
/// Conversation rows as columns of structs, with identities as they were known at commit time. All arrays have the same length. A row that is
/// marked <see cref="ConversationMarks.Withdrawn"/> takes an earlier one back: every sum subtracts it. Counts beyond <see cref="long.MaxValue"/> are stored as that.
/// </summary>
/// <param name="Rows">Keys and counters; <see cref="ConversationKey.Exporter"/> indexes <paramref name="Exporters"/>.</param>
/// <param name="ClientDevices">DeviceId value of the client; 0 when external.</param>
/// <param name="ServerDevices">DeviceId value of the server; 0 when external.</param>
/// <param name="Exporters">The exporters the rows refer to.</param>
public sealed record ConversationRows(
    IReadOnlyList<ConversationDelta> Rows,
    IReadOnlyList<UInt128> ClientDevices,
    IReadOnlyList<UInt128> ServerDevices,
    IReadOnlyList<ExporterKey> Exporters)
{
    /// <summary>These rows and then others.</summary>
    public ConversationRows Concat(ConversationRows others)
    {
        ArgumentNullException.ThrowIfNull(others);
        if (others.Rows.Count == 0)
        {
            return this;
        }

        var rows = new List<ConversationDelta>(Rows.Count + others.Rows.Count);
        rows.AddRange(Rows);
        foreach (var row in others.Rows)
        {
            rows.Add(row with { Key = row.Key with { Exporter = Exporters.Count + row.Key.Exporter } });
        }

        return new ConversationRows(
            rows, [.. ClientDevices, .. others.ClientDevices], [.. ServerDevices, .. others.ServerDevices], [.. Exporters, .. others.Exporters]);
    }
}

/// <summary>Everything a partition writes in one transaction: rows, and how far they bring it.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="CommitNumber">The watermark's number plus one; a store refuses any other.</param>
/// <param name="Positions">New positions of the lanes that moved.</param>
/// <param name="Conversations">Rows to add to the rollups.</param>
public sealed record PartitionCommit(
    int Partition,
    long CommitNumber,
    IReadOnlyList<LanePosition> Positions,
    ConversationRows Conversations);

/// <summary>A committed set of rows read back, for entities that have not seen it.</summary>
/// <param name="CommitNumber">Its number.</param>
/// <param name="Conversations">Its rows.</param>
public sealed record CommittedRows(long CommitNumber, ConversationRows Conversations);
