namespace Clarion.Grains.Entities;

/// <summary>
/// Which commits of which partitions an entity has taken in, and which partitions still have to make that durable. Partitions repeat
/// updates after a failure; this is what makes repeating harmless.
/// </summary>
internal sealed class AppliedCommits
{
    private AppliedCommit[] _applied;
    private ulong[] _dirty = [0];

    public AppliedCommits(AppliedCommit[]? saved = null) => _applied = saved ?? [];

    /// <summary>The commits, for saving.</summary>
    public AppliedCommit[] Saved => _applied;

    /// <summary>True when some partition has something to make durable.</summary>
    public bool IsDirty => _dirty.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>True when the commit is new; it then counts as applied and as not yet durable.</summary>
    public bool TryApply(int partition, long commitNumber)
    {
        var at = Array.FindIndex(_applied, a => a.Partition == partition);
        if (at < 0)
        {
            // A fresh array: the old one may be on its way into a checkpoint.
            _applied = [.. _applied, new AppliedCommit(partition, commitNumber)];
        }
        else if (_applied[at].CommitNumber >= commitNumber)
        {
            return false;
        }
        else
        {
            _applied = [.. _applied];
            _applied[at] = new AppliedCommit(partition, commitNumber);
        }

        MarkDirty(partition);
        return true;
    }

    /// <summary>Notes a change that a partition's next checkpoint must contain.</summary>
    public void MarkDirty(int partition)
    {
        var word = partition >> 6;
        if (word >= _dirty.Length)
        {
            Array.Resize(ref _dirty, word + 1);
        }

        _dirty[word] |= 1UL << partition;
    }

    /// <summary>True when the partition has something to make durable; it then counts as handed over.</summary>
    public bool TakeDirty(int partition)
    {
        var word = partition >> 6;
        if (word >= _dirty.Length || (_dirty[word] & 1UL << partition) == 0)
        {
            return false;
        }

        _dirty[word] &= ~(1UL << partition);
        return true;
    }
}

/// <summary>The newest commit of a partition that an entity contains.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="CommitNumber">Its commit.</param>
[GenerateSerializer, Immutable, Alias("clarion.AppliedCommit")]
internal readonly record struct AppliedCommit([property: Id(0)] int Partition, [property: Id(1)] long CommitNumber);
