using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Folding;

/// <summary>The open window of one partition.</summary>
internal sealed class PartitionFold
{
    private readonly List<AddressSighting> _sightings = [];
    private readonly Dictionary<int, int> _exporterIndex = [];

    public ConversationTable Conversations { get; } = new();

    public void Add(in AddressSighting sighting) => _sightings.Add(sighting);

    /// <summary>Copies the window out, with exporters numbered within it, and empties it.</summary>
    public SealedPartition Seal(ExporterRegistry registry)
    {
        var exporters = new List<ExporterRef>();
        var conversationBytes = MemoryMarshal.AsBytes(Conversations.Rows).ToArray();
        foreach (ref var row in MemoryMarshal.Cast<byte, ConversationDelta>(conversationBytes.AsSpan()))
        {
            row.Key.Exporter = IndexOf(row.Key.Exporter, registry, exporters);
        }

        foreach (ref var sighting in CollectionsMarshal.AsSpan(_sightings))
        {
            sighting.Exporter = IndexOf(sighting.Exporter, registry, exporters);
        }

        var sightingBytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_sightings)).ToArray();
        Conversations.Clear();
        _sightings.Clear();
        _exporterIndex.Clear();
        return new SealedPartition([.. exporters], conversationBytes, sightingBytes);
    }

    private int IndexOf(int exporter, ExporterRegistry registry, List<ExporterRef> exporters)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_exporterIndex, exporter, out var known);
        if (!known)
        {
            index = exporters.Count;
            exporters.Add(ExporterRef.From(registry[exporter]));
        }

        return index;
    }
}
