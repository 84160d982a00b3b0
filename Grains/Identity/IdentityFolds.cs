using System.Collections.Concurrent;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Correlation.Identity.Answers;
using Microsoft.Extensions.Options;

namespace Clarion.Grains.Identity;

/// <summary>
/// Provisional devices that facts of the log have named, on their way to the partition of their address. Only partitions that are active in this silo
/// take them; what the others missed, they find when they are activated.
/// </summary>
public sealed class IdentityFolds(IOptions<GrainsOptions> options)
{
    private readonly ConcurrentDictionary<int, ConcurrentDictionary<DeviceId, DeviceId>> _waiting = new();

    /// <summary>Begins to collect for a partition.</summary>
    internal void Open(int partition) => _waiting[partition] = new ConcurrentDictionary<DeviceId, DeviceId>();

    /// <summary>Ends it.</summary>
    internal void Close(int partition) => _waiting.TryRemove(partition, out _);

    /// <summary>Hands folds to their partitions.</summary>
    internal void Add(IReadOnlyList<ProvisionalFold> folds)
    {
        foreach (var fold in folds)
        {
            if (fold.Device.IsMac && _waiting.TryGetValue(PartitionMap.Of(fold.Address.Value, options.Value.Partitions), out var waiting))
            {
                waiting[DeviceId.Of(fold.Address)] = fold.Device;
            }
        }
    }

    /// <summary>Takes what waits for a partition.</summary>
    internal IEnumerable<(DeviceId Provisional, DeviceId Known)> Take(int partition)
    {
        if (!_waiting.TryGetValue(partition, out var waiting))
        {
            yield break;
        }

        foreach (var (provisional, known) in waiting)
        {
            if (waiting.TryRemove(provisional, out _))
            {
                yield return (provisional, known);
            }
        }
    }
}
