using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>A feed of things that are there until they are deleted, each known by a key.</summary>
internal abstract class KeyedFeed<T>(PxTopicInfo info, FeedContext context, Deliver<T> deliver) : Feed<T>(info, context, deliver)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private long _version;
    private long _refused;

    public override int Count => _entries.Count;

    public override long Refused => _refused;

    protected override long Version => _version;

    protected override PxChange<T>? Apply(in FeedRecord<T> record)
    {
        var key = record.Key!;
        var known = _entries.GetValueOrDefault(key);
        if (known is not null && record.Time < known.Time)
        {
            known.Touched = ++_version;
            return null;
        }

        if (record.Deleted)
        {
            return _entries.Remove(key) ? new PxChange<T>(PxChangeKind.Ended, known!.Value) : null;
        }

        if (known is null && _entries.Count >= Context.Limits.Records)
        {
            _refused++;
            return null;
        }

        _entries[key] = new Entry(record.Value, record.Time, record.Hash) { Touched = ++_version };
        return known is not null && known.Hash == record.Hash ? null : new PxChange<T>(PxChangeKind.Current, record.Value);
    }

    protected override IReadOnlyList<string> Untouched(long version) => [.. _entries.Where(e => e.Value.Touched <= version).Select(e => e.Key)];

    protected override PxChange<T>? End(string key) =>
        _entries.Remove(key, out var entry) ? new PxChange<T>(PxChangeKind.Absent, entry.Value) : null;

    /// <summary>True for an operation that says that the record is gone.</summary>
    protected static bool IsDelete(string? operation) => string.Equals(operation, "DELETE", StringComparison.OrdinalIgnoreCase);

    private sealed class Entry(T value, DateTimeOffset? time, ulong hash)
    {
        public T Value => value;

        public DateTimeOffset? Time => time;

        public ulong Hash => hash;

        public long Touched { get; set; }
    }
}
