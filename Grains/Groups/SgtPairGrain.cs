using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Groups;

/// <summary>One cell of the observed matrix.</summary>
[PreferLocalPlacement]
internal sealed class SgtPairGrain(
    IGrainContext context, EntityStateLoader loader, EntityStateWriter writer, Serializer<SgtPairSnapshot> serializer, TimeProvider time)
    : EntityGrain(context, EntityKind.SgtPair, loader, writer, time), ISgtPairGrain
{
    private readonly TimeProvider _time = time;
    private SgtPairState _state = null!;

    public ValueTask<bool> Apply(SgtPairUpdate update) => ValueTask.FromResult(_state.Apply(update));

    public ValueTask<SgtPairCheckpoint?> Checkpoint(int partition, long commitNumber)
    {
        if (!_state.Contains(partition, commitNumber))
        {
            return ValueTask.FromResult<SgtPairCheckpoint?>(null);
        }

        if (_state.IsDurable(partition, commitNumber))
        {
            return ValueTask.FromResult<SgtPairCheckpoint?>(SgtPairCheckpoint.Durable);
        }

        _state.Collected();
        return ValueTask.FromResult<SgtPairCheckpoint?>(new SgtPairCheckpoint(Save(), _state.Version));
    }

    public ValueTask<bool> Confirm(int partition, long commitNumber, long version) =>
        ValueTask.FromResult(_state.Confirm(partition, commitNumber, version));

    public ValueTask<SgtPairView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key, _time.GetUtcNow()) : null);

    protected override void Restore(ReadOnlyMemory<byte>? saved, long firstVersion) => _state = saved is { } bytes
        ? new SgtPairState(
            serializer.Deserialize(bytes) ?? throw new InvalidDataException($"The stored state of {Key} is empty."), firstVersion)
        : new SgtPairState(firstVersion);

    protected override EntityState? NotDurable() =>
        _state.IsDirty ? new EntityState(EntityKind.SgtPair, Key, _state.Version, Save()) : null;

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
