using System.Collections.Concurrent;
using Clarion.Correlation.Identity.Answers;

namespace Clarion.Grains.Identity;

/// <summary>
/// Answers of this silo's identity index that facts have changed, on their way to the partitions that have committed rows by the old ones. A partition
/// that is activated looks at all its recent rows, so nothing is kept for those that are not here.
/// </summary>
public sealed class ChangedAnswers
{
    private readonly ConcurrentDictionary<int, ChangedAddresses> _waiting = new();
    private int _searcher = -1;

    /// <summary>Begins to collect for a partition.</summary>
    internal void Open(int partition) => _waiting[partition] = new ChangedAddresses();

    /// <summary>Ends it.</summary>
    internal void Close(int partition)
    {
        _waiting.TryRemove(partition, out _);
        EndSearch(partition);
    }

    /// <summary>Hands changes to every partition: a conversation is in one partition and has two ends.</summary>
    internal void Add(IReadOnlyList<AnswerChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        foreach (var waiting in _waiting.Values)
        {
            waiting.Add(changes);
        }
    }

    /// <summary>Says that any answer may be another.</summary>
    internal void AddEverything()
    {
        foreach (var waiting in _waiting.Values)
        {
            waiting.AddEverything();
        }
    }

    /// <summary>Takes what waits for a partition; null when it is not open.</summary>
    internal ChangedAddresses? Take(int partition) => _waiting.GetValueOrDefault(partition)?.Take();

    /// <summary>Lets one partition of the silo at a time hold what a search has found: a mass of facts concerns all of them at once.</summary>
    /// <returns>False when it is not this one's turn.</returns>
    internal bool TryBeginSearch(int partition) => Interlocked.CompareExchange(ref _searcher, partition, -1) is var searcher && (searcher == -1 || searcher == partition);

    /// <summary>What was found is committed, or given up.</summary>
    internal void EndSearch(int partition) => Interlocked.CompareExchange(ref _searcher, -1, partition);
}
