using System.Runtime.InteropServices;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Windows that travel in several messages, until the last one is here: a commit may fall between two messages, and what it holds of a
/// window must be all of it or nothing. At most one window per lane, for lanes are in order.
/// </summary>
internal sealed class OpenWindows
{
    private readonly Dictionary<LaneKey, List<DeltaBatch>> _open = [];

    /// <summary>Takes a message.</summary>
    /// <returns>All messages of its window, when it is the last one; else none. Messages that were repeated or missed are left out.</returns>
    public IReadOnlyList<DeltaBatch> Take(LaneKey lane, DeltaBatch message)
    {
        if (message.Parts <= 1)
        {
            _open.Remove(lane);
            return [message];
        }

        ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, lane, out _);
        if (message.Part == 0)
        {
            parts = new List<DeltaBatch>(message.Parts);
        }

        if (parts is null || parts.Count != message.Part || (parts.Count > 0 && parts[0].Sequence != message.Sequence))
        {
            return [];
        }

        parts.Add(message);
        if (parts.Count < message.Parts)
        {
            return [];
        }

        var whole = parts;
        _open.Remove(lane);
        return whole;
    }
}
