using System.Collections.Concurrent;

namespace Clarion.Simulators.PxGrid;

/// <summary>What a simulated ISE does wrong on purpose. May be changed at any time.</summary>
public sealed class SimulatorFaults
{
    private int _skip;
    private int _duplicate;
    private int _reorder;

    /// <summary>Topics that make the socket drop when they are subscribed.</summary>
    public ConcurrentDictionary<string, bool> RefusedTopics { get; } = new(StringComparer.Ordinal);

    /// <summary>Nodes (by number) that take part in everything but deliver no messages.</summary>
    public ConcurrentDictionary<int, bool> MuteNodes { get; } = new();

    /// <summary>Send each message in several WebSocket frames.</summary>
    public bool Fragment { get; set; }

    /// <summary>Send text instead of binary messages.</summary>
    public bool Text { get; set; }

    /// <summary>Send a lone line end before each message.</summary>
    public bool LoneLineEnds { get; set; }

    /// <summary>Answer service calls with this status.</summary>
    public int? RestStatus { get; set; }

    /// <summary>Answer this many service calls with 401, then rightly.</summary>
    public int RestUnauthorised { get; set; }

    /// <summary>Accept service calls and say nothing.</summary>
    public bool RestSilent { get; set; }

    /// <summary>Cut the next answer of a service off.</summary>
    public bool CutAnswer { get; set; }

    /// <summary>Wait before each service answer.</summary>
    public TimeSpan RestDelay { get; set; }

    /// <summary>Answer control calls at these nodes with 500.</summary>
    public ConcurrentDictionary<int, bool> ControlDown { get; } = new();

    /// <summary>The next messages are numbered and not delivered.</summary>
    public void Skip(int messages) => Interlocked.Add(ref _skip, messages);

    /// <summary>The next messages are delivered twice.</summary>
    public void Duplicate(int messages) => Interlocked.Add(ref _duplicate, messages);

    /// <summary>Each of the next messages changes places with the one after it.</summary>
    public void Reorder(int messages) => Interlocked.Add(ref _reorder, messages);

    internal bool TakeSkip() => Take(ref _skip);

    internal bool TakeDuplicate() => Take(ref _duplicate);

    internal bool TakeReorder() => Take(ref _reorder);

    private static bool Take(ref int count)
    {
        if (Volatile.Read(ref count) <= 0)
        {
            return false;
        }

        Interlocked.Decrement(ref count);
        return true;
    }
}
