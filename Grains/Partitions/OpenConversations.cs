using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>Conversations merged since the last commit, with the exporters they refer to.</summary>
internal sealed class OpenConversations
{
    private readonly ConversationTable _table = new();
    private readonly List<ExporterKey> _exporters = [];
    private readonly Dictionary<ExporterKey, int> _exporterIds = [];
    private int[] _ids = [];

    public int Count => _table.Count;

    /// <summary>Merges a batch.</summary>
    /// <returns>Flow records in it.</returns>
    public long Merge(DeltaBatch batch)
    {
        if (_ids.Length < batch.Exporters.Length)
        {
            _ids = new int[batch.Exporters.Length];
        }

        for (var i = 0; i < batch.Exporters.Length; i++)
        {
            _ids[i] = IdOf(batch.Exporters[i].ToKey());
        }

        var flows = 0L;
        foreach (ref readonly var delta in batch.Conversations)
        {
            var key = delta.Key;
            key.Exporter = _ids[key.Exporter];
            _table.GetOrAdd(key).Add(delta.Counters);
            flows += delta.Counters.FlowsUp + delta.Counters.FlowsDown;
        }

        return flows;
    }

    /// <summary>
    /// The rows with the devices and security groups behind their ends. They share this object's memory until <see cref="Clear"/>; nothing may be
    /// merged before.
    /// </summary>
    public ConversationRows Resolve(DeviceResolver resolver)
    {
        var rows = _table.RowList;
        var clients = new UInt128[rows.Count];
        var servers = new UInt128[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            ref var row = ref rows.AsSpan()[i];
            var (client, server) = resolver.Resolve(ref row, _exporters[row.Key.Exporter].Address);
            (clients[i], servers[i]) = (client.Value, server.Value);
        }

        return new ConversationRows(rows, clients, servers, [.. CollectionsMarshal.AsSpan(_exporters)]);
    }

    public void Clear()
    {
        _table.Clear();
        _exporters.Clear();
        _exporterIds.Clear();
    }

    private int IdOf(ExporterKey exporter)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_exporterIds, exporter, out var known);
        if (!known)
        {
            id = _exporters.Count;
            _exporters.Add(exporter);
        }

        return id;
    }
}
