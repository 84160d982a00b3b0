using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Recovery;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>What the feeds have in common: cutting messages into records, recognising second deliveries, full reads and what they lack.</summary>
internal abstract class Feed<T>(PxTopicInfo info, FeedContext context, Deliver<T> deliver) : IFeed
{
    private readonly DuplicateFilter _filter = new(context.Limits.RememberedEvents, context.Times.DuplicateMemory, context.Time);

    public PxTopicInfo Info => info;

    public LossJudge Losses { get; } = new(new VanishingGuard(context.Limits.VanishPercent / 100.0));

    public abstract int Count { get; }

    public abstract long Refused { get; }

    public long Duplicates { get; protected set; }

    protected FeedContext Context => context;

    /// <summary>Names of the property that holds a message's records; none of them present = the message is a record.</summary>
    protected abstract IReadOnlyList<string> Properties { get; }

    public virtual FeedMessage Parse(ReadOnlyMemory<byte> body)
    {
        var properties = JsonSlices.Properties(body);
        var content = ContentHash.Of(body.Span);
        var sequence = properties.TryGetValue("sequence", out var number) ? Number(number) : null;
        var operation = Text(properties, "operation") ?? Text(properties, "opType");
        var elements = Properties.Where(properties.ContainsKey).Select(p => JsonSlices.Elements(properties[p])).FirstOrDefault() ?? [body];
        var records = new List<FeedRecord<T>>(elements.Count);
        var bad = 0;
        DateTimeOffset? newest = null;
        foreach (var element in elements)
        {
            if (TryRead(element, operation, out var record))
            {
                records.Add(record);
                newest = Later(newest, record.Time);
            }
            else
            {
                bad++;
            }
        }

        return new FeedMessage<T>(sequence, content, newest, bad, records);
    }

    public virtual async Task ApplyAsync(FeedMessage message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var typed = (FeedMessage<T>)message;
        var changes = new List<PxChange<T>>();
        foreach (var record in typed.Records)
        {
            // Without a time of its own, an event that is equal to an earlier one may well be a second event.
            if (record.Time is not null && record.Key is not null && _filter.Seen(record.Key, record.Time, record.Deleted ? ~record.Hash : record.Hash))
            {
                Duplicates++;
                continue;
            }

            if (Apply(record) is { } change)
            {
                changes.Add(change);
            }
            else
            {
                Duplicates++;
            }
        }

        await DeliverAsync(PxOrigin.Event, receivedAt, message.Sequence, changes, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FeedRead> ReadAsync(RecoveryPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Scope == RecoveryScope.Window)
        {
            try
            {
                return await ReadAsync(ReadChangesAsync(plan.From, cancellationToken), PxOrigin.Recovery, cancellationToken).ConfigureAwait(false);
            }
            catch (PxGridException fault) when (fault.Problem is PxGridProblem.NotOffered or PxGridProblem.Refused)
            {
                // An ISE before 3.0. What changed could be read there too, but not what ended: so all of it.
            }
        }

        await MarkAsync(PxMarkKind.SnapshotBegins, plan, cancellationToken).ConfigureAwait(false);
        var version = Version;
        var known = Count;
        var read = await ReadAsync(ReadAllAsync(cancellationToken), PxOrigin.Snapshot, cancellationToken).ConfigureAwait(false);
        var lacking = Untouched(version);
        if (!Losses.Believes(known, lacking.Count))
        {
            if (Losses.Doubted != lacking.Count)
            {
                PxGridLog.VanishDoubted(context.Logger, info.Words, lacking.Count, known);
            }

            Losses.Settle(lacking.Count);
            await MarkAsync(PxMarkKind.SnapshotEnds, plan, cancellationToken).ConfigureAwait(false);
            return read with { Doubtful = true };
        }

        var changes = lacking.Select(End).OfType<PxChange<T>>().ToList();
        await DeliverAsync(PxOrigin.Snapshot, context.Time.GetUtcNow(), null, changes, cancellationToken).ConfigureAwait(false);
        Losses.Settle(0);
        await MarkAsync(PxMarkKind.SnapshotEnds, plan, cancellationToken).ConfigureAwait(false);
        return read with { Changes = read.Changes + changes.Count };
    }

    /// <summary>Marks the present of the table.</summary>
    protected abstract long Version { get; }

    /// <summary>A record from its JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    protected abstract FeedRecord<T> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation);

    /// <summary>Takes a record over.</summary>
    protected abstract PxChange<T>? Apply(in FeedRecord<T> record);

    /// <summary>Keys of what was not told of since a mark.</summary>
    protected abstract IReadOnlyList<string> Untouched(long version);

    /// <summary>Ends what a full read lacks.</summary>
    protected abstract PxChange<T>? End(string key);

    /// <summary>Everything, as JSON.</summary>
    protected abstract IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>What changed since a moment, ends included, as JSON.</summary>
    protected virtual IAsyncEnumerable<byte[]> ReadChangesAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        throw new PxGridException(PxGridProblem.NotOffered, $"Changes of {info.Words} cannot be read alone.");

    /// <summary>A list that ISE gives in pages.</summary>
    /// <param name="page">Calls for the records from an index on.</param>
    /// <param name="size">Records of a full page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected static async IAsyncEnumerable<byte[]> PagesAsync(
        Func<long, IAsyncEnumerable<byte[]>> page, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[]? firstOfLast = null;
        for (var start = 0L; ; start += size)
        {
            byte[]? first = null;
            var count = 0;
            await foreach (var element in page(start).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                first ??= element;

                // A server that knows no pages gives the same again and again.
                if (count++ == 0 && firstOfLast is not null && element.AsSpan().SequenceEqual(firstOfLast))
                {
                    yield break;
                }

                yield return element;
            }

            if (count != size)
            {
                yield break;
            }

            firstOfLast = first;
        }
    }

    /// <summary>Hands changes on.</summary>
    protected async Task DeliverAsync(
        PxOrigin origin, DateTimeOffset receivedAt, long? sequence, List<PxChange<T>> changes, CancellationToken cancellationToken)
    {
        for (var start = 0; start < changes.Count; start += context.Limits.BatchRecords)
        {
            var part = changes.GetRange(start, Math.Min(context.Limits.BatchRecords, changes.Count - start));
            var batch = new PxBatch<T>(info.Topic, origin, receivedAt, sequence, part);
            await context.DeliverAsync(info, c => deliver(batch, c), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task MarkAsync(PxMarkKind kind, RecoveryPlan plan, CancellationToken cancellationToken) =>
        context.MarkAsync(new PxMark(info.Topic, kind, plan.From, plan.Reason), cancellationToken);

    private async Task<FeedRead> ReadAsync(IAsyncEnumerable<byte[]> elements, PxOrigin origin, CancellationToken cancellationToken)
    {
        var changes = new List<PxChange<T>>();
        var (records, changed) = (0L, 0L);
        DateTimeOffset? newest = null;
        try
        {
            await foreach (var element in elements.ConfigureAwait(false))
            {
                records++;
                if (!TryRead(element, null, out var record))
                {
                    context.BadRecord(info);
                    continue;
                }

                newest = Later(newest, record.Time);
                if (Apply(record) is { } change)
                {
                    changes.Add(change);
                    changed++;
                }

                if (changes.Count == context.Limits.BatchRecords)
                {
                    await DeliverAsync(origin, context.Time.GetUtcNow(), null, changes, cancellationToken).ConfigureAwait(false);
                    changes = [];
                }
            }
        }
        finally
        {
            // Also of an answer that was cut off: the table has these changes already, and no later read would tell of them again.
            await DeliverAsync(origin, context.Time.GetUtcNow(), null, changes, cancellationToken).ConfigureAwait(false);
        }

        return new FeedRead(records, changed, newest, origin == PxOrigin.Snapshot, false);
    }

    private bool TryRead(ReadOnlyMemory<byte> json, string? operation, out FeedRecord<T> record)
    {
        try
        {
            record = Read(json, ContentHash.Of(json.Span), operation);
            return record.Key is not null;
        }
        catch (JsonException)
        {
            record = default;
            return false;
        }
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    private static long? Number(ReadOnlyMemory<byte> json) =>
        Text(json) is { } text && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    private static string? Text(Dictionary<string, ReadOnlyMemory<byte>> properties, string name) =>
        properties.TryGetValue(name, out var json) ? Text(json) : null;

    private static string? Text(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return TolerantStringConverter.Text(ref reader);
    }
}
