using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Folding;

/// <summary>What a closed window holds for one partition.</summary>
/// <param name="Exporters">Exporters that the rows index.</param>
/// <param name="ConversationBytes">Conversation deltas, back to back.</param>
/// <param name="SightingBytes">Address sightings, back to back.</param>
public sealed record SealedPartition(ExporterRef[] Exporters, byte[] ConversationBytes, byte[] SightingBytes)
{
    /// <summary>Conversations and sightings, each, in one message: with an exporter for every row less than four megabytes.</summary>
    public const int RowsPerMessage = 8192;

    /// <summary>The messages to the partition, in order.</summary>
    /// <param name="window">The window's number.</param>
    /// <param name="skipped">How many numbers before it no window has.</param>
    public IEnumerable<DeltaBatch> ToBatches(FlowWindow window, long skipped)
    {
        var conversations = ConversationBytes.Length / Unsafe.SizeOf<ConversationDelta>();
        var sightings = SightingBytes.Length / Unsafe.SizeOf<AddressSighting>();
        var parts = Math.Max(1, (Math.Max(conversations, sightings) + RowsPerMessage - 1) / RowsPerMessage);
        return parts == 1
            ? [ToBatch(window, skipped, 0, 1)]
            : Enumerable.Range(0, parts).Select(part => Slice(part).ToBatch(window, skipped, part, parts));
    }

    private static byte[] SliceOf<T>(byte[] rows, int part)
        where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        var from = Math.Min((long)part * RowsPerMessage * size, rows.Length);
        var to = Math.Min(from + RowsPerMessage * size, rows.Length);
        return rows[(int)from..(int)to];
    }

    private DeltaBatch ToBatch(FlowWindow window, long skipped, int part, int parts) => new()
    {
        Gateway = window.Lane.Gateway,
        Epoch = window.Lane.Epoch,
        Worker = window.Lane.Worker,
        Sequence = window.Sequence,
        Skipped = skipped,
        Exporters = Exporters,
        ConversationBytes = ConversationBytes,
        SightingBytes = SightingBytes,
        Part = part,
        Parts = parts,
    };

    private SealedPartition Slice(int part)
    {
        var conversations = SliceOf<ConversationDelta>(ConversationBytes, part);
        var sightings = SliceOf<AddressSighting>(SightingBytes, part);
        var exporters = new List<ExporterRef>();
        var indexes = new Dictionary<int, int>();
        foreach (ref var row in MemoryMarshal.Cast<byte, ConversationDelta>(conversations.AsSpan()))
        {
            row.Key.Exporter = IndexOf(row.Key.Exporter);
        }

        foreach (ref var sighting in MemoryMarshal.Cast<byte, AddressSighting>(sightings.AsSpan()))
        {
            sighting.Exporter = IndexOf(sighting.Exporter);
        }

        return new SealedPartition([.. exporters], conversations, sightings);

        int IndexOf(int exporter)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(indexes, exporter, out var known);
            if (!known)
            {
                index = exporters.Count;
                exporters.Add(Exporters[exporter]);
            }

            return index;
        }
    }
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
