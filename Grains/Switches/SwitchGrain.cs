using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Switches;

/// <summary>One switch or router that exports flows.</summary>
[PreferLocalPlacement]
internal sealed class SwitchGrain(
    IGrainContext context, EntityStateLoader loader, EntityStateWriter writer, Serializer<SwitchSnapshot> serializer, TimeProvider time)
    : EntityGrain(context, EntityKind.Switch, loader, writer, time), ISwitchGrain
{
    private SwitchState _state = null!;

    public ValueTask<bool> Apply(SwitchUpdate update) => ValueTask.FromResult(_state.Apply(update));

    public ValueTask<SwitchCheckpoint?> Checkpoint(int partition, long commitNumber)
    {
        if (!_state.Contains(partition, commitNumber))
        {
            return ValueTask.FromResult<SwitchCheckpoint?>(null);
        }

        if (_state.IsDurable(partition, commitNumber))
        {
            return ValueTask.FromResult<SwitchCheckpoint?>(SwitchCheckpoint.Durable);
        }

        _state.Collected();
        return ValueTask.FromResult<SwitchCheckpoint?>(new SwitchCheckpoint(Save(), _state.ToView(Key), _state.Version));
    }

    public ValueTask<bool> Confirm(int partition, long commitNumber, long version) =>
        ValueTask.FromResult(_state.Confirm(partition, commitNumber, version));

    public ValueTask<SwitchView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key) : null);

    protected override void Restore(ReadOnlyMemory<byte>? saved, long firstVersion) => _state = saved is { } bytes
        ? new SwitchState(
            serializer.Deserialize(bytes) ?? throw new InvalidDataException($"The stored state of {Key} is empty."), firstVersion)
        : new SwitchState(firstVersion);

    protected override EntityState? NotDurable() =>
        _state.IsDirty ? new EntityState(EntityKind.Switch, Key, _state.Version, Save()) : null;

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
