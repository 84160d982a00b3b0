using Clarion.Storage.Contracts;

namespace Clarion.Grains.Entities;

/// <summary>
/// What devices, switches and pairs share: state is loaded in bulk on activation and written by partitions' checkpoints. A grain that
/// leaves memory before its checkpoint was confirmed writes itself, without claiming any commit.
/// </summary>
internal abstract class EntityGrain(
    IGrainContext context, EntityKind kind, EntityStateLoader loader, EntityStateWriter writer, TimeProvider time) : Grain(context)
{
    // Room for a million changes a millisecond; the stamp of an activation fits a signed 64-bit number until the year 248,000.
    private const int ChangeBits = 20;

    protected string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var saved = await loader.LoadAsync(kind, Key);

        // A checkpoint may still carry the state of an earlier activation that was lost: it must not replace what this one writes.
        Restore(saved, time.GetUtcNow().ToUnixTimeMilliseconds() << ChangeBits);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (NotDurable() is { } state)
        {
            await writer.SaveAsync(state);
        }
    }

    /// <summary>Takes saved state, or starts without; versions start from a number that no earlier activation has reached.</summary>
    protected abstract void Restore(ReadOnlyMemory<byte>? saved, long firstVersion);

    /// <summary>The state, if some of it is not known to be in the store.</summary>
    protected abstract EntityState? NotDurable();
}
