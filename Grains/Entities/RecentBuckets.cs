using Clarion.Grains.Interfaces;

namespace Clarion.Grains.Entities;

/// <summary>The newest five-minute buckets of an entity: an hour and a bit, for the live view. Older ones are in the rollups.</summary>
internal sealed class RecentBuckets
{
    private const int Kept = 13;
    private BucketUsage[] _buckets;

    public RecentBuckets(BucketUsage[]? saved = null) => _buckets = saved ?? [];

    /// <summary>Oldest first.</summary>
    public BucketUsage[] ToArray() => [.. _buckets];

    public void Add(BucketUsage added)
    {
        var at = _buckets.Length;
        while (at > 0 && _buckets[at - 1].Bucket > added.Bucket)
        {
            at--;
        }

        if (at > 0 && _buckets[at - 1].Bucket == added.Bucket)
        {
            _buckets[at - 1] = new BucketUsage(added.Bucket, _buckets[at - 1].Usage + added.Usage);
            return;
        }

        if (_buckets.Length == Kept && at == 0)
        {
            return;
        }

        var drop = _buckets.Length == Kept ? 1 : 0;
        _buckets = [.. _buckets[drop..at], added, .. _buckets[at..]];
    }
}
