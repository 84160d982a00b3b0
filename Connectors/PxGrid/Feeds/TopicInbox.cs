using System.Threading.Channels;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>What waits for a topic's runner.</summary>
internal abstract record InboxItem
{
    /// <summary>A message as it came.</summary>
    internal sealed record Message(string Node, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt) : InboxItem;

    /// <summary>A connection is open and subscribed.</summary>
    internal sealed record Attached(string Node) : InboxItem;

    /// <summary>A connection ended.</summary>
    internal sealed record Detached(string Node) : InboxItem;

    /// <summary>Somebody wants everything to be read.</summary>
    internal sealed record SyncAsked : InboxItem;
}

/// <summary>
/// Between the receive loop and a topic's runner. Bounded in messages and bytes; the receive loop never waits, for ISE cuts off who reads
/// slowly: what does not fit is discarded, counted, and read again.
/// </summary>
internal sealed class TopicInbox(PxGridLimits limits)
{
    private readonly Channel<InboxItem> _items = Channel.CreateUnbounded<InboxItem>(new UnboundedChannelOptions { SingleReader = true });
    private int _count;
    private int _messages;
    private long _bytes;
    private long _discarded;
    private long _told;

    /// <summary>All that waits.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Messages that wait.</summary>
    public int Waiting => Volatile.Read(ref _messages);

    /// <summary>Messages discarded.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>Leaves a message, or discards it when too much waits.</summary>
    public void Post(InboxItem.Message message)
    {
        if (Volatile.Read(ref _messages) >= limits.QueuedMessages || Interlocked.Read(ref _bytes) + message.Body.Length > limits.QueuedBytes)
        {
            Interlocked.Increment(ref _discarded);
            return;
        }

        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, message.Body.Length);
        Signal(message);
    }

    /// <summary>Leaves word of a connection; never discarded.</summary>
    public void Signal(InboxItem item)
    {
        Interlocked.Increment(ref _count);
        _items.Writer.TryWrite(item);
    }

    /// <summary>Takes the next item.</summary>
    public bool TryTake(out InboxItem? item)
    {
        if (!_items.Reader.TryRead(out item))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        if (item is InboxItem.Message message)
        {
            Interlocked.Decrement(ref _messages);
            Interlocked.Add(ref _bytes, -message.Body.Length);
        }

        return true;
    }

    /// <summary>How many messages were discarded since this was last asked.</summary>
    public long TakeDiscarded()
    {
        var now = Discarded;
        return now - Interlocked.Exchange(ref _told, now);
    }

    /// <summary>Waits for an item.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _items.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
}
