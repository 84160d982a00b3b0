using Clarion.Connectors.ActiveDirectory.Reading;
using Clarion.Connectors.Contract;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>Gathers how the connector stands; read from any thread at any time.</summary>
internal sealed class StatusBoard(TimeProvider time)
{
    private static readonly DirectoryKind[] Kinds = Enum.GetValues<DirectoryKind>();

    private volatile ConnectorStatus _status = ConnectorStatus.Stopped;

    /// <summary>The last word.</summary>
    public ConnectorStatus Status => _status;

    /// <summary>A pass begins, after a stop or a failure.</summary>
    public void Connecting()
    {
        if (_status.State is not (ConnectorState.Running or ConnectorState.Degraded))
        {
            _status = _status with { State = ConnectorState.Connecting, Words = "Connecting and reading the directory.", NextTryAt = null };
        }
    }

    /// <summary>A pass ended well.</summary>
    public void Read(SyncOutcome outcome, DateTimeOffset next)
    {
        var now = time.GetUtcNow();
        var doubt = outcome.Checkpoint.Doubt;
        var words = doubt ?? (outcome.Checkpoint.SeesDeleted
            ? "Follows the directory."
            : "Follows the directory. The account sees no deleted objects, so deletions are found by the daily full pass.");
        _status = _status with
        {
            State = doubt is null ? ConnectorState.Running : ConnectorState.Degraded,
            Words = words,
            Peer = $"{outcome.Domain.HostName} ({outcome.Server}), domain {outcome.Domain.Directory}",
            LastError = doubt ?? _status.LastError,
            LastErrorAt = doubt is not null && outcome.IsFull ? now : _status.LastErrorAt,
            LastSuccessAt = now,
            NextTryAt = next,
            Parts = [.. Kinds.Select(kind => Part(kind, outcome, now))],
        };
    }

    /// <summary>A pass failed.</summary>
    public void Failed(string reason, DateTimeOffset next)
    {
        var now = time.GetUtcNow();
        _status = _status with { State = ConnectorState.Failed, Words = reason, LastError = reason, LastErrorAt = now, NextTryAt = next };
    }

    /// <summary>The run ended.</summary>
    public void Stopped() => _status = _status with { State = ConnectorState.Stopped, Words = ConnectorStatus.Stopped.Words, NextTryAt = null };

    private ConnectorPart Part(DirectoryKind kind, SyncOutcome outcome, DateTimeOffset now)
    {
        var before = _status.Parts.Count > 0 ? _status.Parts[(int)kind] : new ConnectorPart(kind.ToString().ToLowerInvariant());
        var read = outcome.Content.Ids(kind).Count();
        var skipped = outcome.Content.Skipped.GetValueOrDefault(kind);
        return before with
        {
            Words = outcome.Checkpoint.Doubt is null ? "followed" : "followed; the last full pass was not believed",
            IsWhole = outcome.Checkpoint.Doubt is null,
            Records = outcome.Known[(int)kind],
            Doubted = outcome.Checkpoint.Doubted.Count > (int)kind ? outcome.Checkpoint.Doubted[(int)kind] : 0,
            Read = before.Read + read,
            Skipped = before.Skipped + skipped.Count,
            LastError = skipped.Count > 0 ? skipped.Reason : before.LastError,
            LastEventAt = read > 0 ? now : before.LastEventAt,

            // What a full pass reads was changed long ago; what changes bring was changed since the last one.
            Lag = !outcome.IsFull && outcome.Content.Newest.TryGetValue(kind, out var newest) ? now - newest : before.Lag,
            LastFullPassAt = outcome.Checkpoint.Doubt is null ? outcome.Checkpoint.FullPassAt : before.LastFullPassAt,
        };
    }
}
