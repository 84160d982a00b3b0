using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces;

namespace Clarion.Grains.Partitions;

/// <summary>A row as usage of one of its ends; negative when the row takes an earlier one back.</summary>
internal static class RowUsage
{
    public static Usage OfClient(in ConversationDelta row)
    {
        ref readonly var c = ref row.Counters;
        var usage = new Usage((long)c.FlowsUp + c.FlowsDown, Cut(c.BytesUp), Cut(c.BytesDown), Cut(c.PacketsUp), Cut(c.PacketsDown), c.DeniedFlows);
        return row.Key.Marks.HasFlag(ConversationMarks.Withdrawn) ? usage.Negated() : usage;
    }

    public static Usage OfServer(in ConversationDelta row)
    {
        var client = OfClient(row);
        return new Usage(
            client.Flows, client.BytesReceived, client.BytesSent, client.PacketsReceived, client.PacketsSent, client.DeniedFlows);
    }

    // As stores cut it: what is taken back must be what was added.
    private static ulong Cut(ulong count) => Math.Min(count, long.MaxValue);
}
