using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Recovery;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>
/// Runs one topic: applies its messages in order, finds out what was missed, and reads it again. Messages wait in the inbox while
/// something is read, so what arrived during a read is applied after it and has the last word.
/// </summary>
internal sealed class FeedRunner(IFeed feed, TopicInbox inbox, FeedContext context, Action<string> reconnect)
{
    // What one read lacks by accident the next one has; what is narrowed at the other side stays so, and need not be read every minute.
    private static readonly TimeSpan DoubtLast = TimeSpan.FromMinutes(15);

    private readonly RecoveryState _state = new(context.Times.RecoveryOverlap);
    private readonly PxTopic _topic = feed.Info.Topic;
    private DateTimeOffset _retryAt;
    private DateTimeOffset _resyncAt;
    private DateTimeOffset _quietAt;
    private DateTimeOffset _aloneAt;
    private int _failures;
    private int _doubts;
    private int _older = int.MaxValue;
    private long _repeated;
    private bool _checking;
    private bool _gapTold;
    private int _asked;

    private PxGridTimes Times => context.Times;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _resyncAt = Now + Times.FullResync;
        _quietAt = Now + Times.QuietCheck;
        _aloneAt = Now + Times.SubscribeGrace;
        while (!cancellationToken.IsCancellationRequested)
        {
            CheckClock();
            var due = _state.Pending is not null && Now >= _retryAt && (_state.Attached > 0 || Now >= _aloneAt);

            // What waited when the read fell due is older than what will be read: applied after it, a session that ended meanwhile would rise again.
            _older = due ? Math.Min(_older, inbox.Count) : int.MaxValue;
            if (due && _older == 0)
            {
                _older = int.MaxValue;
                await ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (inbox.TryTake(out var item))
            {
                _older -= due ? 1 : 0;
                await TakeAsync(item!, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for a full read as soon as can be, also while ISE does not offer the topic. Thread-safe; asking twice is asking once.</summary>
    public void RequestSync()
    {
        if (Interlocked.Exchange(ref _asked, 1) == 0)
        {
            inbox.Signal(new InboxItem.SyncAsked());
        }
    }

    /// <summary>What the last full read lacked is gone indeed, an operator says. Thread-safe.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss()
    {
        if (!feed.Losses.Accept())
        {
            return false;
        }

        RequestSync();
        return true;
    }

    private void CheckClock()
    {
        if (inbox.TakeDiscarded() is var discarded and > 0)
        {
            _state.Need(RecoveryScope.Window, Now, FormattableString.Invariant($"{discarded} message(s) discarded because too many waited"));
            context.Board.Update(_topic, s => s with { Discarded = inbox.Discarded, Gaps = s.Gaps + 1 });
        }

        if (_state.Pending is not null)
        {
            return;
        }

        if (Now >= _resyncAt)
        {
            _resyncAt = Now + Times.FullResync;
            _state.Need(RecoveryScope.Full, Now, "periodic comparison", precaution: true);
        }
        else if (_state.Attached == 0 && Now >= _aloneAt)
        {
            // Without events what REST gives is all there is, so it is asked for at intervals.
            _state.Need(RecoveryScope.Full, Now, "no events arrive", precaution: true);
        }
        else if (_state.Attached > 0 && Now >= _quietAt)
        {
            _quietAt = Now + Times.QuietCheck;
            _checking = true;
            _state.Need(RecoveryScope.Window, Now, "quiet for long", precaution: true);
        }
    }

    private async Task TakeAsync(InboxItem item, CancellationToken cancellationToken)
    {
        switch (item)
        {
            case InboxItem.Attached attached:
                _state.Attach(attached.Node, Now);
                _quietAt = Now + Times.QuietCheck;
                break;
            case InboxItem.Detached detached:
                _state.Detach(detached.Node);
                _aloneAt = Now + Times.QuietCheck;
                Tell(null);
                break;
            case InboxItem.SyncAsked:
                Interlocked.Exchange(ref _asked, 0);
                _state.Need(RecoveryScope.Full, Now, "asked for", precaution: true);
                _retryAt = Now;
                _aloneAt = Now;
                break;
            case InboxItem.Message message:
                await ApplyAsync(message, cancellationToken).ConfigureAwait(false);
                break;
        }

        await TellGapAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ApplyAsync(InboxItem.Message message, CancellationToken cancellationToken)
    {
        FeedMessage parsed;
        try
        {
            parsed = feed.Parse(message.Body);
        }
        catch (JsonException fault)
        {
            context.Board.Update(_topic, s => s with
            {
                BadMessages = s.BadMessages + 1,
                LastError = $"A message could not be read: {fault.Message}",
                LastErrorAt = Now,
            });
            return;
        }

        _quietAt = Now + Times.QuietCheck;
        var verdict = _state.Observe(message.Node, parsed.Sequence, parsed.Newest, parsed.Content, Now);
        var records = 0;
        _repeated += verdict == SequenceVerdict.Duplicate ? 1 : 0;
        if (verdict != SequenceVerdict.Duplicate)
        {
            records = parsed.Count;
            try
            {
                await feed.ApplyAsync(parsed, message.ReceivedAt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is PxGridException or JsonException)
            {
                // Some events need a question to ISE; what could not be asked is read with everything else.
                Tell(fault.Message);
                _state.Need(RecoveryScope.Full, Now, "an event could not be completed");
            }
        }

        context.Board.Update(_topic, s => s with
        {
            Messages = s.Messages + 1,
            Events = s.Events + records,
            BadRecords = s.BadRecords + parsed.Bad,
            LastSequence = parsed.Sequence ?? s.LastSequence,
            LastEventAt = message.ReceivedAt,
            Lag = parsed.Newest is { } newest ? message.ReceivedAt - newest : s.Lag,
            Duplicates = feed.Duplicates + _repeated,
            Gaps = s.Gaps + (verdict is SequenceVerdict.Gap or SequenceVerdict.Restarted or SequenceVerdict.Backwards ? 1 : 0),
            Missing = _state.Missing,
        });
        Tell(null);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await TellGapAsync(cancellationToken).ConfigureAwait(false);
        var checking = _checking;
        _checking = false;
        var plan = _state.Begin();
        context.Board.Update(_topic, s => s with { State = plan.Scope == RecoveryScope.Full ? "reading everything" : "reading what was missed" });
        try
        {
            var read = await feed.ReadAsync(plan, cancellationToken).ConfigureAwait(false);
            _failures = 0;
            Succeed(read, checking);
        }
        catch (PxGridException fault)
        {
            Fail(fault);
        }

        if (_state.IsWhole && _gapTold)
        {
            _gapTold = false;
            await context.MarkAsync(new PxMark(_topic, PxMarkKind.Whole, plan.From, plan.Reason), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Succeed(FeedRead read, bool checking)
    {
        if (read.Doubtful)
        {
            _state.Fail(full: true);
            _state.Need(RecoveryScope.Full, Now, string.Create(
                CultureInfo.InvariantCulture, $"a full read lacks {feed.Losses.Doubted} of {feed.Count} known records, more than is believed; they are kept until their loss is accepted"));
            _retryAt = Now + Backoff.Delay(Times.RetryFirst, DoubtLast, _doubts++);
            Tell(string.Create(
                CultureInfo.InvariantCulture, $"A full read lacked {feed.Losses.Doubted} of {feed.Count} known records; they are kept. Should they be gone indeed, accept the loss."));
            return;
        }

        _doubts = 0;
        _state.Succeed(read.Newest);
        if (_state.Attached == 0)
        {
            _aloneAt = Now + Times.QuietCheck;
        }

        if (read.Full)
        {
            _resyncAt = Now + Times.FullResync;
            PxGridLog.Snapshot(context.Logger, feed.Info.Words, read.Records);
        }

        context.Board.Update(_topic, s => s with
        {
            Offered = true,
            ReadRecords = s.ReadRecords + read.Records,
            Snapshots = s.Snapshots + (read.Full ? 1 : 0),
            Recoveries = s.Recoveries + (read.Full ? 0 : 1),
            LastSnapshotAt = read.Full ? Now : s.LastSnapshotAt,
            NextTryAt = null,
        });

        // Only where ISE tells every change: endpoints that an operator edits, for one, are never told.
        if (checking && read.Changes > 0 && _topic == PxTopic.Sessions)
        {
            context.Board.Update(_topic, s => s with { Gaps = s.Gaps + 1 });
            reconnect(FormattableString.Invariant($"{read.Changes} change(s) of sessions did not arrive although the connection is open"));
        }

        Tell(null);
    }

    private void Fail(PxGridException fault)
    {
        _state.Fail();
        if (fault.Problem == PxGridProblem.NotOffered)
        {
            // Version, persona or licence; asked again now and then, for they change.
            _retryAt = Now + Times.FullResync;
            context.Board.Update(_topic, s => s with { Offered = false, State = fault.Message, NextTryAt = _retryAt });
            return;
        }

        var wait = Backoff.Delay(Times.RetryFirst, Times.RetryLast, _failures++);
        _retryAt = Now + wait;
        PxGridLog.ReadFailed(context.Logger, feed.Info.Words, wait.TotalSeconds, fault.Message);
        context.Board.Update(_topic, s => s with { NextTryAt = _retryAt });
        Tell(fault.Message);
    }

    private async Task TellGapAsync(CancellationToken cancellationToken)
    {
        if (_gapTold || _state.Pending is not { Precaution: false } plan)
        {
            return;
        }

        _gapTold = true;
        if (_state.HasBaseline)
        {
            PxGridLog.Gap(context.Logger, feed.Info.Words, plan.Reason, plan.From);
        }

        await context.MarkAsync(new PxMark(_topic, PxMarkKind.Gap, plan.From, plan.Reason), cancellationToken).ConfigureAwait(false);
    }

    private void Tell(string? error) => context.Board.Update(_topic, s => s with
    {
        IsWhole = _state.IsWhole && _state.Attached > 0,
        State = (_state.Pending, _state.Attached) switch
        {
            ({ Precaution: false } plan, > 0) => $"something may be missing: {plan.Reason}",
            (_, 0) => "no connection for events; read at intervals",
            _ => "listening",
        },
        Records = feed.Count,
        Doubted = feed.Losses.Doubted,
        RefusedRecords = feed.Refused,
        Waiting = inbox.Waiting,
        LastError = error ?? s.LastError,
        LastErrorAt = error is null ? s.LastErrorAt : Now,
    });

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var due = _state.Pending is not null ? _retryAt : Earliest(_resyncAt, _state.Attached > 0 ? _quietAt : _aloneAt);
        if (_state.Pending is not null && _state.Attached == 0)
        {
            due = due > _aloneAt ? due : _aloneAt;
        }

        var wait = due - Now;
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(wait, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await inbox.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Something is due.
        }
    }

    private static DateTimeOffset Earliest(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
