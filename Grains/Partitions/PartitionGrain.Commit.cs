using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

internal sealed partial class PartitionGrain
{
    // Of the interval.
    private const double TurnRetry = 0.01;

    private static readonly ConversationRows NoRows = new([], [], [], []);

    private async Task CommitInTimeAsync(CancellationToken cancellationToken)
    {
        await CommitAsync(cancellationToken);
        if (!_isInStep)
        {
            // Partitions that began together must not all commit in the same instant.
            _isInStep = true;
            var interval = options.Value.CommitInterval;
            _commitTimer.Change(interval * Random.Shared.NextDouble(), interval);
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        // An entity that cannot be told must not hold up the rollups, nor, through full queues, the collector.
        var told = await TryAsync(async () =>
        {
            await CatchUpAsync(cancellationToken);
            await SendAsync();
        });
        var committed = await TryAsync(() => CommitOpenAsync(mayCorrect: true, cancellationToken));
        if (told && committed && await TryAsync(SendAsync))
        {
            _commitFault = null;
        }
    }

    private async Task<bool> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _commitFault = Report(fault, _commitFault);
            return false;
        }
    }

    private async Task CommitOpenAsync(bool mayCorrect, CancellationToken cancellationToken)
    {
        if (_unconfirmed is null)
        {
            Freeze(mayCorrect ? await FindCorrectionsAsync(cancellationToken) : NoRows);
        }

        if (_unconfirmed is not null)
        {
            await SaveBindingsAsync(cancellationToken);
            await ConfirmAsync(_unconfirmed, cancellationToken);
        }
    }

    /// <summary>Rows that put earlier ones right; none when they cannot be looked for now, which must not hold up what is new.</summary>
    private async Task<ConversationRows> FindCorrectionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await _reattribution.FindAsync(_commitNumber, cancellationToken);
            _reattribution.Found();
            return found;
        }
        catch (StoreUnavailableException fault)
        {
            Log.SearchFault(logger, _partition, fault);
            return NoRows;
        }
    }

    /// <summary>
    /// Tells entities the commits that no checkpoint contains: what the previous activation did not get to, or what an entity has lost.
    /// </summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_caughtUp)
        {
            return;
        }

        // A checkpoint whose outcome is unknown may have claimed commits that can no longer be read one by one.
        _entityCommitNumber = (await rollups.LoadWatermarkAsync(_partition, cancellationToken)).EntityCommitNumber;
        _outbox.Forget();
        _unwritten = null;
        if (_entityCommitNumber < _commitNumber)
        {
            await foreach (var committed in rollups.ReadCommitsAfterAsync(_partition, _entityCommitNumber, cancellationToken))
            {
                _outbox.Add(new EntityUpdates(_partition, committed.CommitNumber, committed.Conversations, resolver));
                await SendAsync();
            }
        }

        _caughtUp = true;
    }

    private async Task SendAsync()
    {
        var fault = await _outbox.SendAsync();
        if (fault is EntityLostMemoryException)
        {
            _caughtUp = false;
        }

        if (fault is not null)
        {
            throw new InvalidOperationException("Some entities could not be told of a commit; they will be told again.", fault);
        }
    }

    /// <summary>Turns what is open into a commit, if anything is, with rows that put earlier ones right.</summary>
    private void Freeze(ConversationRows corrections)
    {
        if (_open.Count == 0 && !_lanes.HasMoved && _bindings.IsEmpty && corrections.Rows.Count == 0)
        {
            return;
        }

        _unconfirmed = new PartitionCommit(_partition, _commitNumber + 1, _lanes.TakeMoved(), _open.Resolve(resolver).Concat(corrections));
        (_open, _spare) = (_spare, _open);
        _lag.Frozen();
    }

    private async Task SaveBindingsAsync(CancellationToken cancellationToken)
    {
        if (_bindings.IsEmpty)
        {
            return;
        }

        if (_bindings.Revoked.Count > 0)
        {
            await entities.RemoveBindingsAsync(_bindings.Revoked, cancellationToken);
        }

        await entities.SaveBindingsAsync([.. _bindings.Learnt], cancellationToken);
        _outbox.Add(_bindings);
        _bindings.Clear();
    }

    private async Task ConfirmAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            await rollups.CommitAsync(commit, cancellationToken);
        }
        catch (StaleCommitException)
        {
            // An earlier attempt of this commit went through although we saw it fail, or another activation owns the lane: numbers and positions cannot
            // tell. Either way the store knows what is committed, and the next activation reads it there.
            DeactivateOnIdle();
            throw;
        }

        metrics.Committed(commit.Conversations.Rows.Count, time.GetElapsedTime(began));
        _lag.Committed();
        _commitNumber = commit.CommitNumber;
        _unconfirmed = null;
        _queue.Committed(commit.Positions);
        _reattribution.Committed(commit);
        if (_caughtUp && _outbox.CommitsAreTold)
        {
            _outbox.Add(new EntityUpdates(_partition, commit.CommitNumber, commit.Conversations, resolver));
        }
        else
        {
            // Earlier commits are still to be told: this one is read back after them.
            _caughtUp = false;
        }

        _spare.Clear();
    }

    private async Task CheckpointInTurnAsync(CancellationToken cancellationToken)
    {
        var interval = options.Value.CheckpointInterval;
        if (!turn.TryTake())
        {
            _checkpointTimer.Change(interval * TurnRetry, interval);
            return;
        }

        try
        {
            await CheckpointAsync(cancellationToken);
        }
        finally
        {
            turn.Return();
        }

        _checkpointTimer.Change(UntilCheckpoint(), interval);
    }

    /// <summary>All partitions checkpoint at the same moments of the clock, those of a silo in turn (<see cref="CheckpointTurn"/>).</summary>
    private TimeSpan UntilCheckpoint()
    {
        var interval = options.Value.CheckpointInterval;
        return interval - TimeSpan.FromTicks(time.GetUtcNow().Ticks % interval.Ticks);
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Only when everything up to the last commit was told can a checkpoint contain it.
            var builder = new CheckpointBuilder(_partition, _references, _outbox.Told, options.Value.FanOut);
            if (_unwritten is null && _caughtUp && _outbox.IsEmpty && _entityCommitNumber < _commitNumber)
            {
                _unwritten = await builder.CollectAsync(_commitNumber);
            }

            if (_unwritten is { } collected)
            {
                if (collected.States.States.Count > 0)
                {
                    await entities.CheckpointAsync(collected.States, cancellationToken);
                }

                await builder.ConfirmAsync(collected);
                await entities.CheckpointAsync(
                    new EntityCheckpoint(_partition, collected.CommitNumber, [], [], []), cancellationToken);
                _entityCommitNumber = collected.CommitNumber;
                _outbox.Told.Forget(collected.CommitNumber);
                _unwritten = null;
            }

            _checkpointFault = null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (fault is EntityLostMemoryException)
            {
                _unwritten = null;
                _caughtUp = false;
            }

            _checkpointFault = Report(fault, _checkpointFault);
        }
    }

    private string Report(Exception fault, string? before)
    {
        var message = (fault.InnerException ?? fault).Message;
        if (message != before)
        {
            Log.CommitFault(logger, _partition, fault);
        }

        metrics.Failed(_partition);
        return message;
    }
}
