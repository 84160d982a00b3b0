using Clarion.Correlation.Addresses;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Grain references by key. Making one costs more than the call it is for, so they are kept; when too many gather, all are forgotten
/// and the busy ones come back.
/// </summary>
internal sealed class EntityReferences(IGrainFactory grains)
{
    private const int Kept = 200_000;

    private readonly Dictionary<DeviceId, IDeviceGrain> _devices = [];
    private readonly Dictionary<string, ISwitchGrain> _switches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ISgtPairGrain> _pairs = new(StringComparer.Ordinal);

    public IDeviceGrain Device(DeviceId id) => Get(_devices, id, static (g, id) => g.GetGrain<IDeviceGrain>(id.ToString()));

    public ISwitchGrain Switch(string key) => Get(_switches, key, static (g, key) => g.GetGrain<ISwitchGrain>(key));

    public ISgtPairGrain Pair(string key) => Get(_pairs, key, static (g, key) => g.GetGrain<ISgtPairGrain>(key));

    public IAddressGrain Address(string key) => grains.GetGrain<IAddressGrain>(key);

    private T Get<TKey, T>(Dictionary<TKey, T> kept, TKey key, Func<IGrainFactory, TKey, T> make)
        where TKey : notnull
    {
        if (!kept.TryGetValue(key, out var reference))
        {
            if (kept.Count >= Kept)
            {
                kept.Clear();
            }

            kept[key] = reference = make(grains, key);
        }

        return reference;
    }
}
