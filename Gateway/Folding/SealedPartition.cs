using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Folding;

/// <summary>What a closed window holds for one partition.</summary>
/// <param name="Exporters">Exporters that the rows index.</param>
/// <param name="ConversationBytes">Conversation deltas, back to back.</param>
/// <param name="SightingBytes">Address sightings, back to back.</param>
public sealed record SealedPartition(ExporterRef[] Exporters, byte[] ConversationBytes, byte[] SightingBytes)
{
    /// <summary>The message to the partition.</summary>
    /// <param name="window">The window's number.</param>
    /// <param name="skipped">How many numbers before it no window has.</param>
    public DeltaBatch ToBatch(FlowWindow window, long skipped) => new()
    {
        Gateway = window.Lane.Gateway,
        Epoch = window.Lane.Epoch,
        Worker = window.Lane.Worker,
        Sequence = window.Sequence,
        Skipped = skipped,
        Exporters = Exporters,
        ConversationBytes = ConversationBytes,
        SightingBytes = SightingBytes,
    };
}

/// <summary>A closed window on its way to the partitions.</summary>
/// <param name="Window">Its number.</param>
/// <param name="Flows">Flow records in it.</param>
/// <param name="Partitions">One part per partition, in order.</param>
public sealed record SealedWindow(FlowWindow Window, long Flows, SealedPartition[] Partitions)
{
    /// <summary>How many numbers before this window no window has: only in a log whose oldest part has been deleted by age.</summary>
    public long Skipped { get; init; }
}
