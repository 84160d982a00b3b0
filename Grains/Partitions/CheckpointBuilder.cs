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
        var collected = new CollectedStates(
            new EntityCheckpoint(partition, 0, states, devices, switches), commitNumber, [.. told.Devices], [.. told.Switches], [.. told.Pairs]);
        await EachAsync(collected.Devices, async (id, commit) =>
        {
            var device = await references.Device(id).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(id.ToString());
            states.Add(new EntityState(EntityKind.Device, device.View.Id, device.Version, device.State));
            devices.Add(ListingRows.Of(device.View));
        });
        await EachAsync(collected.Switches, async (key, commit) =>
        {
            var state = await references.Switch(key).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(key);
            states.Add(new EntityState(EntityKind.Switch, key, state.Version, state.State));
            switches.Add(ListingRows.Of(state.View));
        });
        await EachAsync(collected.Pairs, async (key, commit) =>
        {
            var pair = await references.Pair(key).Checkpoint(partition, commit) ?? throw new EntityLostMemoryException(key);
            states.Add(new EntityState(EntityKind.SgtPair, key, pair.Version, pair.State));
        });
        return collected;
    }

    /// <exception cref="EntityLostMemoryException">An entity lacks what was written.</exception>
    public async Task ConfirmAsync(CollectedStates written)
    {
        await EachAsync(written.Devices, async (id, commit) =>
            Require(await references.Device(id).Confirm(partition, commit), id.ToString()));
        await EachAsync(written.Switches, async (key, commit) => Require(await references.Switch(key).Confirm(partition, commit), key));
        await EachAsync(written.Pairs, async (key, commit) => Require(await references.Pair(key).Confirm(partition, commit), key));
    }

    private static void Require(bool contained, string entity)
    {
        if (!contained)
        {
            throw new EntityLostMemoryException(entity);
        }
    }

    private async Task EachAsync<T>(IReadOnlyCollection<KeyValuePair<T, long>> entities, Func<T, long, Task> take)
    {
        foreach (var slice in entities.Chunk(fanOut))
        {
            await Task.WhenAll(slice.Select(e => take(e.Key, e.Value)));
        }
    }
}

/// <summary>States on their way into the store, with the commit of this partition that each of them contains.</summary>
/// <param name="States">The states; claims no commit.</param>
/// <param name="CommitNumber">The commit that may be claimed when all have confirmed.</param>
/// <param name="Devices">Devices and the commits they contain.</param>
/// <param name="Switches">Switches likewise.</param>
/// <param name="Pairs">Pairs likewise.</param>
internal sealed record CollectedStates(
    EntityCheckpoint States,
    long CommitNumber,
    IReadOnlyCollection<KeyValuePair<DeviceId, long>> Devices,
    IReadOnlyCollection<KeyValuePair<string, long>> Switches,
    IReadOnlyCollection<KeyValuePair<string, long>> Pairs);
