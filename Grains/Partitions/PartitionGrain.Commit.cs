using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

internal sealed partial class PartitionGrain
{
    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync(cancellationToken);
            await SendAsync();
            if (_unconfirmed is null && !Freeze())
            {
                return;
            }

            await SaveBindingsAsync(cancellationToken);
            await ConfirmAsync(_unconfirmed!, cancellationToken);
            await SendAsync();
            _fault = null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Report(fault);
        }
    }

    /// <summary>Tells entities the commits that no checkpoint contains: what the previous activation did not get to.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_caughtUp)
        {
            return;
        }

        if (_entityCommitNumber < _commitNumber)
        {
            await foreach (var committed in rollups.ReadCommitsAfterAsync(_partition, _entityCommitNumber, cancellationToken))
            {
                _outbox.Add(new EntityUpdates(_partition, committed.CommitNumber, committed.Conversations, index));
                await SendAsync();
            }
        }

        _caughtUp = true;
    }

    private async Task SendAsync()
    {
        if (await _outbox.SendAsync() is { } fault)
        {
            throw new InvalidOperationException("Some entities could not be told of a commit; they will be told again.", fault);
        }
    }

    /// <summary>Turns what is open into a commit; false when nothing is.</summary>
    private bool Freeze()
    {
        if (_open.Count == 0 && !_lanes.HasMoved && _bindings.IsEmpty)
        {
            return false;
        }

        _unconfirmed = new PartitionCommit(_partition, _commitNumber + 1, _lanes.TakeMoved(), _open.Resolve(index));
        (_open, _spare) = (_spare, _open);
        return true;
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
        try
        {
            await rollups.CommitAsync(commit, cancellationToken);
        }
        catch (StaleCommitException)
        {
            // Either an earlier attempt of this very commit went through although we saw it fail, or another activation owns the lane.
            var stored = await rollups.LoadWatermarkAsync(_partition, cancellationToken);
            if (stored.CommitNumber != commit.CommitNumber)
            {
                DeactivateOnIdle();
                throw;
            }
        }

        _commitNumber = commit.CommitNumber;
        _unconfirmed = null;
        _outbox.Add(new EntityUpdates(_partition, commit.CommitNumber, commit.Conversations, index));
        _spare.Clear();
        metrics.Committed(commit.Conversations.Rows.Count);
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_unwritten is null)
            {
                // Only when everything up to the last commit was told does the checkpoint contain it.
                if (!_caughtUp || !_outbox.IsEmpty || (_outbox.Dirty.IsEmpty && _entityCommitNumber == _commitNumber))
                {
                    return;
                }

                var builder = new CheckpointBuilder(_partition, _references, options.Value.FanOut);
                _unwritten = await builder.BuildAsync(_outbox.TakeDirty(), _commitNumber);
            }

            await entities.CheckpointAsync(_unwritten, cancellationToken);
            _entityCommitNumber = _unwritten.CommitNumber;
            _unwritten = null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Report(fault);
        }
    }

    private void Report(Exception fault)
    {
        var message = (fault.InnerException ?? fault).Message;
        if (message != _fault)
        {
            Log.CommitFault(logger, _partition, fault);
        }

        _fault = message;
        metrics.Failed(_partition);
    }
}
