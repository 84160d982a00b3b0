using Clarion.Correlation.Addresses;
using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Devices;

/// <summary>One endpoint. Partitions write its rows; the grain is the live view and answers for "now".</summary>
[PreferLocalPlacement]
internal sealed class DeviceGrain(
    EntityStateLoader loader, IEntityStore store, AddressSpaces spaces, Serializer<DeviceSnapshot> serializer)
    : EntityGrain(EntityKind.Device, loader, store), IDeviceGrain
{
    private DeviceState _state = new();

    public ValueTask Apply(DeviceUpdate update)
    {
        _state.Apply(update);
        return ValueTask.CompletedTask;
    }

    public ValueTask Absorb(int partition, DeviceMerge merge)
    {
        _state.Absorb(merge, partition);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DeviceMerge?> MergeInto(int partition, string device) =>
        ValueTask.FromResult(_state.MergeInto(Key, device, spaces, partition));

    public ValueTask<DeviceCheckpoint?> Checkpoint(int partition) => ValueTask.FromResult(
        _state.TakeDirty(partition) ? new DeviceCheckpoint(Save(), _state.ToView(Key, spaces), _state.Version) : null);

    public ValueTask<DeviceView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key, spaces) : null);

    protected override void Restore(ReadOnlyMemory<byte> saved) =>
        _state = new DeviceState(serializer.Deserialize(saved) ?? throw new InvalidDataException($"The stored state of {Key} is empty."));

    protected override EntityState? NotDurable() =>
        _state.IsDirty ? new EntityState(EntityKind.Device, Key, _state.Version, Save()) : null;

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
