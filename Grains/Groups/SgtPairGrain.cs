using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Groups;

/// <summary>One cell of the observed matrix.</summary>
[PreferLocalPlacement]
internal sealed class SgtPairGrain(
    EntityStateLoader loader, IEntityStore store, Serializer<SgtPairSnapshot> serializer, TimeProvider time)
    : EntityGrain(EntityKind.SgtPair, loader, store), ISgtPairGrain
{
    private SgtPairState _state = new();

    public ValueTask Apply(SgtPairUpdate update)
    {
        _state.Apply(update);
        return ValueTask.CompletedTask;
    }

    public ValueTask<SgtPairCheckpoint?> Checkpoint(int partition) =>
        ValueTask.FromResult(_state.TakeDirty(partition) ? new SgtPairCheckpoint(Save(), _state.Version) : null);

    public ValueTask<SgtPairView?> Get() =>
        ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key, time.GetUtcNow()) : null);

    protected override void Restore(ReadOnlyMemory<byte> saved) =>
        _state = new SgtPairState(serializer.Deserialize(saved) ?? throw new InvalidDataException($"The stored state of {Key} is empty."));

    protected override EntityState? NotDurable() =>
        _state.IsDirty ? new EntityState(EntityKind.SgtPair, Key, _state.Version, Save()) : null;

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
