using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Switches;

/// <summary>One switch or router that exports flows.</summary>
[PreferLocalPlacement]
internal sealed class SwitchGrain(EntityStateLoader loader, IEntityStore store, Serializer<SwitchSnapshot> serializer)
    : EntityGrain(EntityKind.Switch, loader, store), ISwitchGrain
{
    private SwitchState _state = new();

    public ValueTask Apply(SwitchUpdate update)
    {
        _state.Apply(update);
        return ValueTask.CompletedTask;
    }

    public ValueTask<SwitchCheckpoint?> Checkpoint(int partition) => ValueTask.FromResult(
        _state.TakeDirty(partition) ? new SwitchCheckpoint(Save(), _state.ToView(Key), _state.Version) : null);

    public ValueTask<SwitchView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key) : null);

    protected override void Restore(ReadOnlyMemory<byte> saved) =>
        _state = new SwitchState(serializer.Deserialize(saved) ?? throw new InvalidDataException($"The stored state of {Key} is empty."));

    protected override EntityState? NotDurable() =>
        _state.IsDirty ? new EntityState(EntityKind.Switch, Key, _state.Version, Save()) : null;

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
