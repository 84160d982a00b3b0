namespace Clarion.Grains.Entities;

/// <summary>What an entity makes of an update.</summary>
internal enum CommitVerdict : byte
{
    /// <summary>New, and nothing before it is missing.</summary>
    New,

    /// <summary>Taken in before.</summary>
    Known,

    /// <summary>Something that the partition told before is missing: the entity has lost memory since.</summary>
    Missing,
}

/// <summary>
/// Which commits of which partitions an entity has taken in, and which partitions have not yet confirmed that those are durable.
/// Partitions repeat updates after a failure; this is what makes repeating harmless.
/// </summary>
internal sealed class AppliedCommits
{
    private AppliedCommit[] _applied;
    private ulong _dirty;
    private ulong[] _moreDirty = [];
    private AppliedCommit[] _collected = [];
    private long _collectedVersion;

    public AppliedCommits(AppliedCommit[]? saved = null) => _applied = saved ?? [];

    /// <summary>The commits, for saving.</summary>
    public AppliedCommit[] Saved => _applied;

    /// <summary>True when some partition has not confirmed what it told.</summary>
    public bool IsDirty => _dirty != 0 || _moreDirty.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>Judges an update; a new one then counts as applied. What is told, even again, counts as not yet durable.</summary>
    /// <param name="partition">Who tells.</param>
    /// <param name="commitNumber">Its commit.</param>
    /// <param name="previous">The commit it told before, as far as it is not known to be durable; 0 = none.</param>
    public CommitVerdict Apply(int partition, long commitNumber, long previous)
    {
        var at = Array.FindIndex(_applied, a => a.Partition == partition);
        var applied = at < 0 ? 0 : _applied[at].CommitNumber;
        if (applied < commitNumber && applied < previous)
        {
            return CommitVerdict.Missing;
        }

        MarkDirty(partition);
        if (applied >= commitNumber)
        {
            return CommitVerdict.Known;
        }

        // A fresh array: the old one may be on its way into a checkpoint.
        var entry = new AppliedCommit(partition, commitNumber);
        _applied = at < 0 ? [.. _applied, entry] : [.. _applied];
        _applied[at < 0 ? ^1 : at] = entry;
        return CommitVerdict.New;
    }

    /// <summary>True when a commit is contained.</summary>
    public bool Contains(int partition, long commitNumber) => LastOf(partition) >= commitNumber;

    /// <summary>True when a commit is contained, and all that its partition has told is known to be durable, whoever wrote it.</summary>
    public bool IsDurable(int partition, long commitNumber) => Contains(partition, commitNumber) && !IsDirtyFor(partition);

    /// <summary>Notes what a state contains that goes into a checkpoint.</summary>
    /// <param name="version">Version of the state.</param>
    public void Collected(long version) => (_collected, _collectedVersion) = (_applied, version);

    /// <summary>
    /// Takes note that a commit is durable, and with it what other partitions had told by then: the state that was written contains it too.
    /// </summary>
    /// <param name="partition">Who wrote.</param>
    /// <param name="commitNumber">Its commit.</param>
    /// <param name="version">Version of the state that was written.</param>
    /// <returns>False when the commit is not contained here.</returns>
    public bool Confirm(int partition, long commitNumber, long version)
    {
        if (version == _collectedVersion)
        {
            foreach (var written in _collected)
            {
                if (LastOf(written.Partition) == written.CommitNumber)
                {
                    ClearDirty(written.Partition);
                }
            }
        }

        // Another partition has collected since, or the state is of an earlier activation: this one's commit is durable all the same.
        var applied = LastOf(partition);
        if (applied == commitNumber)
        {
            ClearDirty(partition);
        }

        return applied >= commitNumber;
    }

    private long LastOf(int partition)
    {
        foreach (var applied in _applied)
        {
            if (applied.Partition == partition)
            {
                return applied.CommitNumber;
            }
        }

        return 0;
    }

    // Almost every deployment has at most 64 partitions: one word without an array of its own.
    private void MarkDirty(int partition)
    {
        if (partition < 64)
        {
            _dirty |= 1UL << partition;
            return;
        }

        var word = (partition >> 6) - 1;
        if (word >= _moreDirty.Length)
        {
            Array.Resize(ref _moreDirty, word + 1);
        }

        _moreDirty[word] |= 1UL << (partition & 63);
    }

    private bool IsDirtyFor(int partition) => partition < 64
        ? (_dirty & (1UL << partition)) != 0
        : (partition >> 6) - 1 is var word && word < _moreDirty.Length && (_moreDirty[word] & (1UL << (partition & 63))) != 0;

    private void ClearDirty(int partition)
    {
        if (partition < 64)
        {
            _dirty &= ~(1UL << partition);
        }
        else if ((partition >> 6) - 1 is var word && word < _moreDirty.Length)
        {
            _moreDirty[word] &= ~(1UL << (partition & 63));
        }
    }
}

/// <summary>The newest commit of a partition that an entity contains.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="CommitNumber">Its commit.</param>
[GenerateSerializer, Immutable, Alias("clarion.AppliedCommit")]
internal readonly record struct AppliedCommit([property: Id(0)] int Partition, [property: Id(1)] long CommitNumber);
