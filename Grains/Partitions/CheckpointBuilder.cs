using Clarion.Correlation.Addresses;
using Clarion.Grains.Entities;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Collects the states of told entities for one transaction, and afterwards has them confirm that they still contain what was written:
/// an entity that was lost in between, and came back from an older state, must be told again before the checkpoint may claim anything.
/// </summary>
internal sealed class CheckpointBuilder(
    int partition, EntityReferences references, ToldEntities told, int fanOut)
{
    /// <exception cref="EntityLostMemoryException">An entity lacks what it was told.</exception>
    public async Task<CollectedStates> CollectAsync(long commitNumber)
    {
        var states = new List<EntityState>();
        var devices = new List<DeviceRow>();
        var switches = new List<SwitchRow>();
        var collected = new CollectedStates(new EntityCheckpoint(partition, 0, states, devices, switches), commitNumber, [], [], []);
        await EachAsync([.. told.Devices], async entry =>
        {
            var (id, commit) = entry;
            var device = await references.Device(id).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(id.ToString());
            if (device is { State: { } state, View: { } view })
            {
                states.Add(new EntityState(EntityKind.Device, view.Id, device.Version, state));
                devices.Add(ListingRows.Of(view));
                collected.Devices.Add(new(id, commit, device.Version));
            }
        });
        await EachAsync([.. told.Switches], async entry =>
        {
            var (key, commit) = entry;
            var one = await references.Switch(key).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(key);
            if (one is { State: { } state, View: { } view })
            {
                states.Add(new EntityState(EntityKind.Switch, key, one.Version, state));
                switches.Add(ListingRows.Of(view));
                collected.Switches.Add(new(key, commit, one.Version));
            }
        });
        await EachAsync([.. told.Pairs], async entry =>
        {
            var (key, commit) = entry;
            var pair = await references.Pair(key).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(key);
            if (pair.State is { } state)
            {
                states.Add(new EntityState(EntityKind.SgtPair, key, pair.Version, state));
                collected.Pairs.Add(new(key, commit, pair.Version));
            }
        });
        return collected;
    }

    /// <exception cref="EntityLostMemoryException">An entity lacks what was written.</exception>
    public async Task ConfirmAsync(CollectedStates written)
    {
        await EachAsync(written.Devices, async one =>
            Require(await references.Device(one.Key).Confirm(partition, one.Commit, one.Version), one.Key.ToString()));
        await EachAsync(written.Switches, async one => Require(await references.Switch(one.Key).Confirm(partition, one.Commit, one.Version), one.Key));
        await EachAsync(written.Pairs, async one => Require(await references.Pair(one.Key).Confirm(partition, one.Commit, one.Version), one.Key));
    }

    private static void Require(bool contained, string entity)
    {
        if (!contained)
        {
            throw new EntityLostMemoryException(entity);
        }
    }

    private async Task EachAsync<T>(IReadOnlyCollection<T> entities, Func<T, Task> take)
    {
        foreach (var slice in entities.Chunk(fanOut))
        {
            await Task.WhenAll(slice.Select(take));
        }
    }
}

/// <summary>States on their way into the store, with the commit of this partition that each of them contains.</summary>
/// <param name="States">The states; claims no commit. Those that other partitions' checkpoints have brought into the store are left out.</param>
/// <param name="CommitNumber">The commit that may be claimed when all have confirmed.</param>
/// <param name="Devices">Devices of them.</param>
/// <param name="Switches">Switches of them.</param>
/// <param name="Pairs">Pairs of them.</param>
internal sealed record CollectedStates(
    EntityCheckpoint States, long CommitNumber, List<CollectedState<DeviceId>> Devices, List<CollectedState<string>> Switches,
    List<CollectedState<string>> Pairs);

/// <summary>A state on its way.</summary>
/// <param name="Key">The entity.</param>
/// <param name="Commit">Newest commit that it was told.</param>
/// <param name="Version">Version of its state.</param>
internal readonly record struct CollectedState<TKey>(TKey Key, long Commit, long Version);
