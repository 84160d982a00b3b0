using System.Collections.Concurrent;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.TrustSec;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>Keeps the facts in the order in which they came, and sees that calls come one after the other.</summary>
internal sealed class FactRecorder : IConnectorSink
{
    private int _inside;

    public ConcurrentQueue<IdentityEvent> Facts { get; } = new();

    public string? Checkpoint { get; private set; }

    public int LargestBatch { get; private set; }

    public int Calls { get; private set; }

    /// <summary>Calls that still throw.</summary>
    public int Failures { get; set; }

    public bool Overlapped { get; private set; }

    public IEnumerable<T> Of<T>()
        where T : IdentityEvent => Facts.OfType<T>();

    /// <summary>The last word about each session.</summary>
    public Dictionary<string, SessionChanged> Sessions()
    {
        var sessions = new Dictionary<string, SessionChanged>(StringComparer.Ordinal);
        foreach (var session in Of<SessionChanged>())
        {
            sessions[session.Key] = session;
        }

        return sessions;
    }

    public async ValueTask TakeAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        await EnterAsync(facts.Count);
        foreach (var fact in facts)
        {
            Facts.Enqueue(fact);
        }
    }

    public ConcurrentQueue<AccessEvent> Access { get; } = new();

    public async ValueTask TakeAsync(IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken)
    {
        await EnterAsync(events.Count);
        foreach (var one in events)
        {
            Access.Enqueue(one);
        }
    }

    /// <summary>What is kept of TrustSec, by kind and id.</summary>
    public ConcurrentDictionary<TrustSecKey, TrustSecRecord> TrustSec { get; } = new();

    public ConcurrentQueue<PolicyDownload> Downloads { get; } = new();

    public async ValueTask TakeAsync(TrustSecUpdate update, CancellationToken cancellationToken)
    {
        await EnterAsync(0);
        foreach (var gone in update.Removed)
        {
            TrustSec.TryRemove(gone, out _);
        }

        foreach (var one in update.Records)
        {
            TrustSec[new TrustSecKey(one is TrustSecGroup ? TrustSecKind.Group : one is TrustSecAcl ? TrustSecKind.Acl : TrustSecKind.Cell, one.Id)] = one;
        }

        foreach (var download in update.Downloads)
        {
            Downloads.Enqueue(download);
        }
    }

    public ValueTask<IReadOnlyList<TrustSecKey>> ReadTrustSecAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<TrustSecKey>>([.. TrustSec.Keys]);

    /// <summary>What is kept of users' groups, by user.</summary>
    public ConcurrentDictionary<string, ReportedGroups> UserGroups { get; } = new(StringComparer.Ordinal);

    public async ValueTask TakeAsync(ReportedGroupsUpdate update, CancellationToken cancellationToken)
    {
        await EnterAsync(0);
        foreach (var gone in update.Removed)
        {
            UserGroups.TryRemove(gone, out _);
        }

        foreach (var user in update.Users)
        {
            UserGroups[user.User] = user;
        }
    }

    public ValueTask<IReadOnlyList<string>> ReadReportedUsersAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([.. UserGroups.Keys]);

    public ValueTask TakeAsync(DirectoryUpdate update, CancellationToken cancellationToken) => throw new NotSupportedException("ISE is no directory.");

    public ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Checkpoint);

    public ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken)
    {
        Checkpoint = checkpoint;
        return ValueTask.CompletedTask;
    }

    private async Task EnterAsync(int count)
    {
        Overlapped |= Interlocked.Increment(ref _inside) > 1;
        await Task.Yield();
        Calls++;
        LargestBatch = Math.Max(LargestBatch, count);
        Interlocked.Decrement(ref _inside);
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The log is not there.");
        }
    }
}
