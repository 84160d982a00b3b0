using Clarion.Storage.Contracts;

namespace Clarion.Grains.Entities;

/// <summary>
/// Writes states of entities that cannot wait for a partition's checkpoint because they leave memory. What comes while a write is under way shares the
/// next one.
/// </summary>
public sealed class EntityStateWriter(IEntityStore store)
{
    private readonly Lock _gate = new();
    private Group? _waiting;
    private bool _writing;

    /// <summary>Writes a state; durable on return.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    public Task SaveAsync(EntityState state)
    {
        Group group;
        lock (_gate)
        {
            group = _waiting ??= new Group();
            group.States.Add(state);
            if (_writing)
            {
                return group.Written.Task;
            }

            _writing = true;
        }

        _ = Task.Run(WriteAllAsync);
        return group.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        while (TakeWaiting() is { } group)
        {
            try
            {
                // Commit 0 claims nothing on behalf of a partition.
                await store.CheckpointAsync(new EntityCheckpoint(0, 0, group.States, [], []), CancellationToken.None)
                    .ConfigureAwait(false);
                group.Written.SetResult();
            }
            catch (Exception fault)
            {
                group.Written.SetException(fault);
            }
        }
    }

    private Group? TakeWaiting()
    {
        lock (_gate)
        {
            var group = _waiting;
            _waiting = null;
            _writing = group is not null;
            return group;
        }
    }

    private sealed class Group
    {
        public List<EntityState> States { get; } = [];

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
