using System.Collections.Concurrent;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;

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
        Overlapped |= Interlocked.Increment(ref _inside) > 1;
        await Task.Yield();
        Calls++;
        LargestBatch = Math.Max(LargestBatch, facts.Count);
        Interlocked.Decrement(ref _inside);
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The log is not there.");
        }

        foreach (var fact in facts)
        {
            Facts.Enqueue(fact);
        }
    }

    public ValueTask TakeAsync(DirectoryUpdate update, CancellationToken cancellationToken) => throw new NotSupportedException("ISE is no directory.");

    public ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Checkpoint);

    public ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken)
    {
        Checkpoint = checkpoint;
        return ValueTask.CompletedTask;
    }
}
