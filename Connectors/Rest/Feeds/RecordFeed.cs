using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.Rest.Feeds;

/// <summary>Reads one kind of record, tells what changed, and ends what a full and believable read no longer holds.</summary>
internal sealed class RecordFeed<T>(
    string platform,
    string name,
    IRecordSource source,
    RecordMapper<T> mapper,
    IRecordLedger<T> ledger,
    FeedSchedule schedule,
    RestTimes times,
    RestLimits limits,
    TimeProvider time,
    ILogger logger) : IRestFeed
    where T : class
{
    // Facts per call of the receiver.
    private const int BatchFacts = 500;

    private readonly LossJudge _losses = new(new VanishingGuard(limits.VanishPercent / 100.0));
    private volatile ConnectorPart _part = new(name) { Words = "not read yet" };
    private volatile bool _fullWanted;
    private DateTimeOffset? _readSince;
    private int _failures;

    /// <inheritdoc />
    public ConnectorPart Part => _part;

    /// <inheritdoc />
    public DateTimeOffset NextAt { get; private set; }

    /// <inheritdoc />
    public DateTimeOffset? FailedAt { get; private set; }

    /// <inheritdoc />
    public DateTimeOffset? ErrorAt { get; private set; }

    /// <inheritdoc />
    public void RequestFull() => _fullWanted = true;

    /// <inheritdoc />
    public bool AcceptLoss() => _losses.Accept();

    /// <inheritdoc />
    public IEnumerable<string> Lines() => ledger.Lines();

    /// <inheritdoc />
    public bool Recall(string line) => ledger.Recall(line);

    /// <inheritdoc />
    public async Task PassAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var wanted = _fullWanted;
        _fullWanted = false;
        var full = wanted || !source.CanFollow || _readSince is null
            || _part.LastFullPassAt is not { } lastFull || began - lastFull >= schedule.FullEvery;
        _part = _part with { Words = full ? "reading everything" : "reading what changed" };
        try
        {
            var words = await ReadAsync(sink, full, began, cancellationToken).ConfigureAwait(false);
            _readSince = began;
            _failures = 0;
            FailedAt = null;
            NextAt = began + schedule.Every;
            ErrorAt = words is null ? ErrorAt : time.GetUtcNow();
            _part = _part with
            {
                Words = source.Note.Length > 0 ? $"{words ?? "up to date"}; {source.Note}" : words ?? "up to date",
                IsWhole = words is null && (full || _part.IsWhole),
                Records = ledger.Count,
                Doubted = _losses.Doubted,
                LastError = words ?? _part.LastError,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (RestException fault)
        {
            var wait = Fail(full, fault.Message, fault.RetryAfter);
            RestLog.Failed(logger, platform, name, fault.Message, wait.TotalSeconds);
        }
#pragma warning disable CA1031 // Whatever the receiver throws, the same is offered to it again; whatever a record does, it must not end the connector.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var wait = Fail(full, $"what was read could not be kept ({fault.GetType().Name}); it will be read and offered again.", null);
            RestLog.Unexpected(logger, fault, platform, name, wait.TotalSeconds);
        }
    }

    // What is wrong with the read, or null.
    private async Task<string?> ReadAsync(IConnectorSink sink, bool full, DateTimeOffset began, CancellationToken cancellationToken)
    {
        ledger.Begin(full);
        var query = new ReadQuery(full ? null : _readSince - times.Overlap);
        long read = 0;
        long expected = 0;
        await foreach (var page in source.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            read += page.Records.Count;
            expected = page.Expected ?? expected;
            await TakeAsync(sink, page, cancellationToken).ConfigureAwait(false);
        }

        if (!full)
        {
            return null;
        }

        if (Doubt(read, expected) is { } doubt)
        {
            RestLog.NotBelieved(logger, platform, name, doubt);
            return doubt;
        }

        await SendAsync(sink, ledger.PlanVanished(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        _losses.Settle(0);
        _part = _part with { LastFullPassAt = began };
        return null;
    }

    private string? Doubt(long read, long expected)
    {
        if (read < expected)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the last full read was short ({read} of {expected}); nothing is taken for gone");
        }

        var (known, vanished) = (ledger.Count, ledger.Vanished);
        if (_losses.Believes(known, vanished))
        {
            return null;
        }

        _losses.Settle(vanished);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{vanished} of {known} are missing from the last full read, more than is believed; they are kept. Check the account's rights and sites; if they are gone indeed, accept the loss, or raise Limits:VanishPercent");
    }

    private async Task TakeAsync(IConnectorSink sink, RecordPage page, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var records = new List<T>(page.Records.Count);
        var skipped = 0;
        string? reason = null;
        foreach (var record in page.Records)
        {
            var mapped = mapper(record, now);
            skipped += mapped.Skipped;
            reason = mapped.Reason ?? reason;
            if (mapped.Record is { } usable)
            {
                records.Add(usable);
            }
        }

        var batch = ledger.Plan(records, now);
        ErrorAt = batch.LastSkip is null && reason is null ? ErrorAt : now;
        await SendAsync(sink, batch, cancellationToken).ConfigureAwait(false);
        _part = _part with
        {
            Read = _part.Read + page.Records.Count,
            Skipped = _part.Skipped + skipped + batch.Skipped,
            Records = ledger.Count,
            LastError = batch.LastSkip ?? reason ?? _part.LastError,
            LastEventAt = now,
            Lag = batch.Facts.Count > 0 ? now - DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(batch.Facts.Max(f => f.AtMs), now.ToUnixTimeMilliseconds())) : _part.Lag,
        };
    }

    private static async Task SendAsync(IConnectorSink sink, FactBatch batch, CancellationToken cancellationToken)
    {
        foreach (var facts in batch.Facts.Chunk(BatchFacts))
        {
            await sink.TakeAsync(facts, cancellationToken).ConfigureAwait(false);
        }

        batch.Taken();
    }

    private TimeSpan Fail(bool full, string reason, TimeSpan? retryAfter)
    {
        var now = time.GetUtcNow();
        var wait = Backoff.Delay(times.RetryFirst, times.RetryLast, _failures++);
        if (retryAfter > wait)
        {
            wait = retryAfter.Value < TimeSpan.FromDays(1) ? retryAfter.Value : TimeSpan.FromDays(1);
        }

        _fullWanted |= full;
        (FailedAt, ErrorAt) = (now, now);
        NextAt = now + wait;
        _part = _part with { Words = "the last read failed; nothing is taken for gone", IsWhole = false, LastError = reason };
        return wait;
    }
}
