using Clarion.Storage.Contracts;

namespace Clarion.Grains.Entities;

/// <summary>
/// What devices, switches and pairs share: state is loaded in bulk on activation and written by partitions' checkpoints. A grain that
/// leaves memory before its checkpoint writes itself, without claiming any commit.
/// </summary>
internal abstract class EntityGrain(EntityKind kind, EntityStateLoader loader, IEntityStore store) : Grain
{
    protected string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await loader.LoadAsync(kind, Key) is { } saved)
        {
            Restore(saved);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (NotDurable() is { } state)
        {
            await store.CheckpointAsync(new EntityCheckpoint(0, 0, [state], [], []), cancellationToken);
        }
    }

    /// <summary>Takes saved state.</summary>
    protected abstract void Restore(ReadOnlyMemory<byte> saved);

    /// <summary>The state, if some of it is in no checkpoint yet.</summary>
    protected abstract EntityState? NotDurable();
}
