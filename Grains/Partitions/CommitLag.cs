namespace Clarion.Grains.Partitions;

/// <summary>How long the oldest delta that a partition has merged waits for its commit. Written by the partition, read when metrics are scraped.</summary>
internal sealed class CommitLag(TimeProvider time)
{
    private const long None = 0;

    private long _open;
    private long _frozen;

    /// <summary>Zero when all that was merged is committed.</summary>
    public TimeSpan Now
    {
        get
        {
            var frozen = Volatile.Read(ref _frozen);
            var since = frozen == None ? Volatile.Read(ref _open) : frozen;
            return since == None ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>A window was merged.</summary>
    public void Merged()
    {
        if (_open == None)
        {
            Volatile.Write(ref _open, time.GetTimestamp());
        }
    }

    /// <summary>What was merged so far is what is committed next.</summary>
    public void Frozen()
    {
        Volatile.Write(ref _frozen, _open);
        Volatile.Write(ref _open, None);
    }

    /// <summary>It is committed.</summary>
    public void Committed() => Volatile.Write(ref _frozen, None);
}
