using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces;

namespace Clarion.Grains.Partitions;

/// <summary>A row as usage of one of its ends; negative when the row takes an earlier one back.</summary>
internal static class RowUsage
{
    public static Usage OfClient(in ConversationDelta row)
    {
        ref readonly var c = ref row.Counters;
        var usage = new Usage((long)c.FlowsUp + c.FlowsDown, c.BytesUp, c.BytesDown, c.PacketsUp, c.PacketsDown, c.DeniedFlows);
        return row.Key.Marks.HasFlag(ConversationMarks.Withdrawn) ? usage.Negated() : usage;
    }

    public static Usage OfServer(in ConversationDelta row)
    {
        var client = OfClient(row);
        return new Usage(
            client.Flows, client.BytesReceived, client.BytesSent, client.PacketsReceived, client.PacketsSent, client.DeniedFlows);
    }
}
