using System.Runtime.InteropServices;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Gateway.Folding;
using Clarion.Migration.Identity;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Flows;

/// <summary>Conversations of a window with the devices and groups behind their ends, as a partition would commit them.</summary>
internal static class WindowRows
{
    /// <summary>The rows of one partition.</summary>
    public static ConversationRows Of(SealedPartition part, EndpointTable endpoints)
    {
        var rows = MemoryMarshal.Cast<byte, ConversationDelta>(part.ConversationBytes).ToArray();
        var clients = new UInt128[rows.Length];
        var servers = new UInt128[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref rows[i];
            clients[i] = Resolve(
                endpoints, row.Key.Client, row.Key.Internal.HasFlag(ConversationSides.Client), row.Counters.LastMs, ref row.Key.ClientSgt, ref row.Key.Marks,
                ConversationMarks.ClientSgtLearnt);
            servers[i] = Resolve(
                endpoints, row.Key.Server, row.Key.Internal.HasFlag(ConversationSides.Server), row.Counters.LastMs, ref row.Key.ServerSgt, ref row.Key.Marks,
                ConversationMarks.ServerSgtLearnt);
        }

        return new ConversationRows(rows, clients, servers, [.. part.Exporters.Select(exporter => exporter.ToKey())]);
    }

    private static UInt128 Resolve(
        EndpointTable endpoints, UInt128 address, bool isInternal, long timeMs, ref ushort sgt, ref ConversationMarks marks, ConversationMarks learnt)
    {
        if (!isInternal)
        {
            return DeviceId.None.Value;
        }

        var device = endpoints.DeviceAt(address);
        if (sgt == 0 && endpoints.GroupOf(device, timeMs) is > 0 and var known)
        {
            sgt = known;
            marks |= learnt;
        }

        return device.Value;
    }
}
