using Clarion.Correlation.Addresses;
using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Devices;

/// <summary>
/// One endpoint. Partitions write its rows; the grain is the live view and answers for "now".
/// </summary>
[PreferLocalPlacement]
internal sealed class DeviceGrain(
    IGrainContext context, EntityStateLoader loader, EntityStateWriter writer, AddressSpaces spaces, Serializer<DeviceSnapshot> serializer,
    TimeProvider time)
    : EntityGrain(context, EntityKind.Device, loader, writer, time), IDeviceGrain
{
    private DeviceState _state = null!;

    public ValueTask<bool> Apply(DeviceUpdate update) => ValueTask.FromResult(_state.Apply(update));

    public ValueTask<DeviceCheckpoint?> Checkpoint(int partition, long commitNumber)
    {
        if (!_state.Contains(partition, commitNumber))
        {
            return ValueTask.FromResult<DeviceCheckpoint?>(null);
        }

        if (_state.IsDurable(partition, commitNumber))
        {
            return ValueTask.FromResult<DeviceCheckpoint?>(DeviceCheckpoint.Durable);
        }

        _state.Collected();
        return ValueTask.FromResult<DeviceCheckpoint?>(new DeviceCheckpoint(Save(), _state.ToView(Key, spaces), _state.Version));
    }

    public ValueTask<bool> Confirm(int partition, long commitNumber, long version) =>
        ValueTask.FromResult(_state.Confirm(partition, commitNumber, version));

    public ValueTask<DeviceView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key, spaces) : null);

    protected override void Restore(ReadOnlyMemory<byte>? saved, long firstVersion) => _state = saved is { } bytes
        ? new DeviceState(
            serializer.Deserialize(bytes) ?? throw new InvalidDataException($"The stored state of {Key} is empty."), firstVersion)
        : new DeviceState(firstVersion);

    protected override EntityState? NotDurable() => _state.IsDirty ? State() : null;

    private EntityState State() => new(EntityKind.Device, Key, _state.Version, Save());

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
