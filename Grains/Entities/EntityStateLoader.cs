using System.Collections.Concurrent;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Entities;

/// <summary>
/// Loads entity states for activating grains. After a restart tens of thousands activate within seconds, and one query per grain would
/// cost a millisecond each; requests that meet within a few milliseconds share one query.
/// </summary>
public sealed class EntityStateLoader(IEntityStore store, TimeProvider time)
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(3);

    private readonly ConcurrentDictionary<EntityKind, Waiting> _waiting = new();

    /// <summary>The state of an entity, or null when it has none.</summary>
    public Task<ReadOnlyMemory<byte>?> LoadAsync(EntityKind kind, string key)
    {
        var waiting = _waiting.GetOrAdd(kind, static _ => new Waiting());
        lock (waiting)
        {
            if (!waiting.Keys.TryGetValue(key, out var completion))
            {
                completion = new TaskCompletionSource<ReadOnlyMemory<byte>?>(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Keys[key] = completion;
            }

            if (!waiting.Scheduled)
            {
                waiting.Scheduled = true;
                _ = Task.Run(() => LoadGatheredAsync(kind, waiting));
            }

            return completion.Task;
        }
    }

    private async Task LoadGatheredAsync(EntityKind kind, Waiting waiting)
    {
        await Task.Delay(Gather, time).ConfigureAwait(false);
        Dictionary<string, TaskCompletionSource<ReadOnlyMemory<byte>?>> keys;
        lock (waiting)
        {
            keys = waiting.Keys;
            waiting.Keys = new(StringComparer.Ordinal);
            waiting.Scheduled = false;
        }

        try
        {
            var states = await store.LoadAsync(kind, keys.Keys, CancellationToken.None).ConfigureAwait(false);
            foreach (var (key, completion) in keys)
            {
                // The cast matters: without it null would become an empty memory, by way of an array.
                completion.SetResult(states.TryGetValue(key, out var state) ? (ReadOnlyMemory<byte>?)state : null);
            }
        }
        catch (Exception fault)
        {
            foreach (var completion in keys.Values)
            {
                completion.TrySetException(fault);
            }
        }
    }

    private sealed class Waiting
    {
        public Dictionary<string, TaskCompletionSource<ReadOnlyMemory<byte>?>> Keys { get; set; } = new(StringComparer.Ordinal);

        public bool Scheduled { get; set; }
    }
}
