using System.Globalization;

namespace Clarion.Connectors.PxGrid.Recovery;

/// <summary>
/// Decides what one topic must read again: from the numbers of each publisher, from connections that came and went, and from what was
/// discarded. Pure: it is told, and asked; the caller reads and says how that went. Not thread-safe.
/// </summary>
/// <remarks>
/// Until a full read has succeeded once, everything is missing. A gap found while a recovery runs keeps the earlier begin, and a recovery
/// that fails stays to be done with the begin it had.
/// </remarks>
internal sealed class RecoveryState(TimeSpan overlap)
{
    private readonly Dictionary<string, SequenceTracker> _trackers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _attached = new(StringComparer.Ordinal);
    private RecoveryPlan? _running;
    private bool _complete;

    /// <summary>What must be read, or null when nothing is known to be missing.</summary>
    public RecoveryPlan? Pending { get; private set; }

    /// <summary>Time of the newest message up to which nothing is missing, by ISE's clock; null before the first.</summary>
    public DateTimeOffset? LastGood { get; private set; }

    /// <summary>Nothing is known to be missing.</summary>
    public bool IsWhole => _complete && Pending is null or { Precaution: true } && _running is null or { Precaution: true };

    /// <summary>True once everything was read.</summary>
    public bool HasBaseline => _complete;

    /// <summary>Connections that are open.</summary>
    public int Attached => _attached.Count;

    /// <summary>Messages found missing by their numbers.</summary>
    public long Missing { get; private set; }

    /// <summary>The last number of a publisher, or null.</summary>
    public long? LastSequence(string node) => _trackers.GetValueOrDefault(node)?.Last;

    /// <summary>A connection is open and subscribed.</summary>
    /// <param name="node">The pubsub node.</param>
    /// <param name="now">The present, for the first read.</param>
    public void Attach(string node, DateTimeOffset now)
    {
        var alone = _attached.Count == 0;
        _attached.Add(node);
        if (!_complete)
        {
            Need(RecoveryScope.Full, now, "first read");
        }
        else if (alone)
        {
            // What was published meanwhile did not reach us, whatever the next number says: the publisher may have restarted too.
            Need(LastGood is null ? RecoveryScope.Full : RecoveryScope.Window, now, "connected again");
        }
    }

    /// <summary>A connection ended.</summary>
    public void Detach(string node) => _attached.Remove(node);

    /// <summary>Judges a message, before it is applied.</summary>
    /// <param name="node">The pubsub node it came from.</param>
    /// <param name="sequence">Its number, or null.</param>
    /// <param name="time">Time of its newest record, by ISE's clock, or null when it carries none.</param>
    /// <param name="content">Hash of its content.</param>
    /// <param name="now">The present.</param>
    /// <returns>The verdict; only <see cref="SequenceVerdict.Duplicate"/> is not to be applied.</returns>
    public SequenceVerdict Observe(string node, long? sequence, DateTimeOffset? time, ulong content, DateTimeOffset now)
    {
        if (!_trackers.TryGetValue(node, out var tracker))
        {
            _trackers.Add(node, tracker = new SequenceTracker());
        }

        var before = tracker.Last;
        var verdict = tracker.Observe(sequence, content);
        switch (verdict)
        {
            case SequenceVerdict.Gap:
                Missing += tracker.Missing;
                Need(RecoveryScope.Window, now, string.Create(
                    CultureInfo.InvariantCulture, $"{tracker.Missing} message(s) missing after {before}"));
                break;
            case SequenceVerdict.Baseline when _attached.Contains(node) && !_attached.Any(other => other != node && LastSequence(other) is not null):
                // Between the subscription and the first message may have been others; no number tells, unless another node brought them.
                Need(RecoveryScope.Window, now, "first message of a publisher", precaution: true);
                break;
            case SequenceVerdict.Restarted:
                Need(RecoveryScope.Window, now, "the publisher restarted");
                break;
            case SequenceVerdict.Backwards:
                Need(RecoveryScope.Full, now, string.Create(CultureInfo.InvariantCulture, $"message {sequence} came after {before}"));
                break;
        }

        // The stamp goes on only while nothing is missing, for a gap found later must reach back to here; nor by a connection that is not yet
        // known to be subscribed, for what came between the last one and this is still to be read.
        if (verdict != SequenceVerdict.Duplicate && Pending is null && _running is null && _attached.Contains(node) && time > (LastGood ?? DateTimeOffset.MinValue))
        {
            LastGood = time;
        }

        return verdict;
    }

    /// <summary>Messages were discarded, a comparison with ISE found a difference, or one is to be made.</summary>
    /// <param name="scope">How much must be read.</param>
    /// <param name="now">The present.</param>
    /// <param name="reason">Why.</param>
    /// <param name="precaution">Nothing is known to be missing.</param>
    public void Need(RecoveryScope scope, DateTimeOffset now, string reason, bool precaution = false)
    {
        scope = LastGood is null || !_complete ? RecoveryScope.Full : scope;
        var from = (LastGood ?? now) - overlap;
        if (_running is { } running && running.From < from)
        {
            from = running.From;
        }

        var plan = new RecoveryPlan(scope, from, reason, precaution);
        Pending = Pending is { } pending ? pending.With(plan) : plan;
    }

    /// <summary>Takes the plan up. Messages that arrive from now on count against the next one.</summary>
    public RecoveryPlan Begin()
    {
        _running = Pending ?? throw new InvalidOperationException("Nothing is to be read.");
        Pending = null;
        return _running;
    }

    /// <summary>The plan was carried out.</summary>
    /// <param name="upTo">Time of the newest record read, by ISE's clock, or null when there was none.</param>
    public void Succeed(DateTimeOffset? upTo)
    {
        _complete |= _running?.Scope == RecoveryScope.Full;
        _running = null;
        if (Pending is null && upTo > (LastGood ?? DateTimeOffset.MinValue))
        {
            LastGood = upTo;
        }
    }

    /// <summary>The plan failed; it stays to be done.</summary>
    /// <param name="full">Ask for everything next time: the span cannot be had.</param>
    public void Fail(bool full = false)
    {
        var plan = _running ?? throw new InvalidOperationException("Nothing was being read.");
        _running = null;
        plan = full ? plan with { Scope = RecoveryScope.Full } : plan;
        Pending = Pending is { } pending ? plan.With(pending) : plan;
    }
}
