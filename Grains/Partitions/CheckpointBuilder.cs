using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>Collects the states of told entities for one transaction.</summary>
internal sealed class CheckpointBuilder(int partition, EntityReferences references, int fanOut)
{
    private readonly List<EntityState> _states = [];
    private readonly List<DeviceRow> _devices = [];
    private readonly List<SwitchRow> _switches = [];

    public async Task<EntityCheckpoint> BuildAsync(DirtyEntities dirty, long commitNumber)
    {
        await EachAsync(dirty.Devices, async id =>
        {
            if (await references.Device(id).Checkpoint(partition) is { } device)
            {
                _states.Add(new EntityState(EntityKind.Device, device.View.Id, device.Version, device.State));
                _devices.Add(RowOf(device.View));
            }
        });
        await EachAsync(dirty.Switches, async key =>
        {
            if (await references.Switch(key).Checkpoint(partition) is { } state)
            {
                _states.Add(new EntityState(EntityKind.Switch, key, state.Version, state.State));
                _switches.Add(RowOf(state.View));
            }
        });
        await EachAsync(dirty.Pairs, async key =>
        {
            if (await references.Pair(key).Checkpoint(partition) is { } pair)
            {
                _states.Add(new EntityState(EntityKind.SgtPair, key, pair.Version, pair.State));
            }
        });
        return new EntityCheckpoint(partition, commitNumber, _states, _devices, _switches);
    }

    private static DeviceRow RowOf(DeviceView view) => new(
        view.Id,
        view.Addresses.Count > 0 ? view.Addresses[0] : "",
        view.Sgts.Count > 0 ? view.Sgts[0].Sgt : 0,
        view.Port?.Switch ?? "",
        view.Port?.Interface ?? 0,
        view.Port?.Vlan ?? 0,
        DateTimeOffset.FromUnixTimeMilliseconds(view.FirstMs),
        DateTimeOffset.FromUnixTimeMilliseconds(view.LastMs),
        view.Total.Flows,
        view.Total.BytesSent,
        view.Total.BytesReceived,
        view.MergedInto ?? "");

    private static SwitchRow RowOf(SwitchView view) => new(
        view.Id,
        view.Interfaces.Count,
        view.AttachedTotal,
        DateTimeOffset.FromUnixTimeMilliseconds(view.FirstMs),
        DateTimeOffset.FromUnixTimeMilliseconds(view.LastMs),
        view.Total.Flows,
        view.Total.BytesSent + view.Total.BytesReceived);

    private async Task EachAsync<T>(IReadOnlyCollection<T> keys, Func<T, Task> take)
    {
        foreach (var slice in keys.Chunk(fanOut))
        {
            await Task.WhenAll(slice.Select(take));
        }
    }
}
