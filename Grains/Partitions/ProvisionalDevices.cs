using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Grains.Devices;
using Clarion.Grains.Identity;
using Clarion.Storage.Contracts;
using Orleans.Serialization;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Finds the provisional devices whose holder is known but who have not handed over: a crash between learning a binding and folding
/// leaves them behind. Asked once per activation of a partition, of the store and not of the grains: most of them have long handed over.
/// </summary>
public sealed class ProvisionalDevices(AddressIndex index, DeviceResolver resolver, IEntityStore store, Serializer serializer)
{
    private const int KeysPerQuery = 2000;

    internal async Task<IReadOnlyList<(DeviceId Provisional, DeviceId Known)>> FindUnfoldedAsync(
        int partition, int partitions, CancellationToken cancellationToken)
    {
        var found = new List<(DeviceId, DeviceId)>();
        foreach (var addresses in index.AddressesOf(partition, partitions).Chunk(KeysPerQuery))
        {
            var ids = addresses.ToDictionary(a => DeviceId.Of(a).ToString(), StringComparer.Ordinal);
            foreach (var (key, state) in await store.LoadAsync(EntityKind.Device, ids.Keys, cancellationToken))
            {
                if (serializer.Deserialize<DeviceSnapshot>(state) is { } saved && KnownAs(ids[key], saved) is { IsNone: false } known)
                {
                    found.Add((DeviceId.Of(ids[key]), known));
                }
            }
        }

        return found;
    }

    private DeviceId KnownAs(IpAddr address, DeviceSnapshot saved)
    {
        if (saved.Handover is { } handover)
        {
            return DeviceId.TryParse(handover.Into, out var target) ? target : DeviceId.None;
        }

        return saved.Total.Flows > 0 ? resolver.HolderOf(address, saved.LastMs) : DeviceId.None;
    }
}
