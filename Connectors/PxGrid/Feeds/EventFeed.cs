using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>A feed of things that happen: nothing is kept but what is needed to recognise a second telling.</summary>
internal abstract class EventFeed<T>(PxTopicInfo info, FeedContext context, Deliver<T> deliver) : Feed<T>(info, context, deliver)
{
    private readonly DuplicateFilter _told = new(context.Limits.RememberedEvents, TimeSpan.FromHours(2), context.Time);

    public override int Count => 0;

    public override long Refused => 0;

    protected override long Version => 0;

    protected override PxChange<T>? Apply(in FeedRecord<T> record) =>
        _told.Seen(record.Key!, record.Time, record.Hash) ? null : new PxChange<T>(PxChangeKind.Current, record.Value);

    protected override IReadOnlyList<string> Untouched(long version) => [];

    protected override PxChange<T>? End(string key) => null;

    /// <summary>What happened lately cannot be read, unless a service offers it.</summary>
    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<byte[]>();
}
