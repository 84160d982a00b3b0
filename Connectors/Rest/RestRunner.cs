using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Feeds;

namespace Clarion.Connectors.Rest;

/// <summary>Lets the feeds of one platform read in turn, each in its own time, and keeps what holds over restarts.</summary>
/// <param name="platform">Name for people.</param>
/// <param name="peer">The server.</param>
/// <param name="checkpointHeader">What checkpoints of this kind of connector begin with.</param>
/// <param name="feeds">What is read.</param>
/// <param name="time">The clock.</param>
internal sealed class RestRunner(string platform, string peer, string checkpointHeader, IReadOnlyList<IRestFeed> feeds, TimeProvider time)
{
    private volatile TaskCompletionSource _wake = NewWake();
    private volatile bool _runs;
    private DateTimeOffset? _nextAt;

    /// <summary>How the connector stands.</summary>
    public ConnectorStatus Status
    {
        get
        {
            var parts = feeds.Select(f => f.Part).ToList();
            var failed = feeds.Where(f => f.FailedAt is not null).MaxBy(f => f.FailedAt);
            var lastError = feeds.Where(f => f.ErrorAt is not null).MaxBy(f => f.ErrorAt);
            var state = !_runs ? ConnectorState.Stopped
                : feeds.All(f => f.FailedAt is not null) ? ConnectorState.Failed
                : failed is not null ? ConnectorState.Degraded
                : parts.All(p => p.IsWhole) ? ConnectorState.Running
                : parts.All(p => p.LastEventAt is null) ? ConnectorState.Connecting : ConnectorState.Degraded;
            var doubted = parts.FirstOrDefault(p => !p.IsWhole && p.LastEventAt is not null);
            return new ConnectorStatus
            {
                State = state,
                Words = state switch
                {
                    ConnectorState.Stopped => "Not running.",
                    ConnectorState.Connecting => $"Reading from {platform} for the first time.",
                    ConnectorState.Running => $"Up to date with {platform}.",
                    ConnectorState.Failed => $"{platform} cannot be read: {failed!.Part.LastError}",
                    _ when failed is not null => $"{failed.Part.Name} cannot be read: {failed.Part.LastError}",
                    _ => doubted is null ? $"Reading from {platform}." : $"{doubted.Name}: {doubted.Words}.",
                },
                Peer = peer,
                LastError = (failed ?? lastError)?.Part.LastError,
                LastErrorAt = failed?.FailedAt ?? lastError?.ErrorAt,
                LastSuccessAt = parts.Select(p => p.LastEventAt).Max(),
                NextTryAt = _runs ? _nextAt : null,
                Parts = parts,
            };
        }
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        _runs = true;
        try
        {
            await RecallAsync(sink, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var wake = _wake;
                var read = false;
                foreach (var feed in feeds.Where(f => f.NextAt <= time.GetUtcNow() || wake.Task.IsCompleted))
                {
                    await feed.PassAsync(sink, cancellationToken).ConfigureAwait(false);
                    read = true;
                }

                if (wake.Task.IsCompleted)
                {
                    Interlocked.CompareExchange(ref _wake, NewWake(), wake);
                }

                if (read)
                {
                    await SaveAsync(sink, cancellationToken).ConfigureAwait(false);
                }

                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The only end there is.
        }
        finally
        {
            _runs = false;
        }
    }

    /// <summary>Everything is read again as soon as possible.</summary>
    public void RequestSync()
    {
        foreach (var feed in feeds)
        {
            feed.RequestFull();
        }

        _wake.TrySetResult();
    }

    /// <summary>What full reads lacked, more than is believed, is gone indeed, an operator says; everything is read again.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss()
    {
        var accepted = feeds.Aggregate(false, (any, feed) => feed.AcceptLoss() | any);
        if (accepted)
        {
            RequestSync();
        }

        return accepted;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var next = feeds.Min(f => f.NextAt);
        _nextAt = next;
        var wait = next - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(wait, time, stop.Token);
        await Task.WhenAny(delay, _wake.Task).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task RecallAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        string? checkpoint = null;
        for (var failures = 0; ; failures++)
        {
            try
            {
                checkpoint = await sink.ReadCheckpointAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Without it what ended meanwhile would stay for ever.
                await Task.Delay(Backoff.Delay(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), failures), time, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var line in FactCheckpoint.Read(checkpointHeader, checkpoint))
        {
            _ = feeds.Any(f => f.Recall(line));
        }
    }

    private async Task SaveAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await sink.WriteCheckpointAsync(FactCheckpoint.Write(checkpointHeader, feeds.SelectMany(f => f.Lines())), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The facts are kept; an older checkpoint only lets more of them be told again. The next read writes it anew.
        }
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
