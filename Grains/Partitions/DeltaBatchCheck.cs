using System.Runtime.CompilerServices;
using Clarion.Correlation.Conversations;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Looks at a whole message before anything of it is merged: one that fails half-way would leave half a window behind, and one that fails
/// always must not stop its partition.
/// </summary>
internal static class DeltaBatchCheck
{
    /// <summary>Why a message cannot be used; null when it can.</summary>
    public static string? FaultOf(DeltaBatch message)
    {
        if (message.Format != DeltaBatch.CurrentFormat)
        {
            return $"it has layout {message.Format}, which this version does not know. Upgrade the silos before the gateways.";
        }

        if (message.Sequence < 1 || message.Skipped < 0 || message.Parts < 1 || message.Part < 0 || message.Part >= message.Parts)
        {
            return "its number makes no sense.";
        }

        if (message.ConversationBytes.Length % Unsafe.SizeOf<ConversationDelta>() != 0 || message.SightingBytes.Length % Unsafe.SizeOf<AddressSighting>() != 0)
        {
            return "its rows are cut off.";
        }

        foreach (ref readonly var row in message.Conversations)
        {
            if ((uint)row.Key.Exporter >= message.Exporters.Length)
            {
                return "a conversation names an exporter that it does not list.";
            }
        }

        foreach (ref readonly var sighting in message.Sightings)
        {
            if ((uint)sighting.Exporter >= message.Exporters.Length)
            {
                return "a sighting names an exporter that it does not list.";
            }
        }

        return null;
    }
}
