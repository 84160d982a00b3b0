namespace Clarion.Simulators.PxGrid;

/// <summary>The session directory of the simulated ISE: what is active, and what was published when. This is the oracle. Thread-safe.</summary>
public sealed class SessionDirectoryState(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedSession> _active = new(StringComparer.Ordinal);
    private readonly List<SimulatedSession> _published = [];
    private DateTimeOffset _last;

    /// <summary>The active sessions.</summary>
    public IReadOnlyList<SimulatedSession> Active
    {
        get
        {
            lock (_lock)
            {
                return [.. _active.Values];
            }
        }
    }

    /// <summary>What was published at or after a moment, ends included.</summary>
    public IReadOnlyList<SimulatedSession> PublishedSince(DateTimeOffset from, DateTimeOffset? to)
    {
        lock (_lock)
        {
            return [.. _published.Where(s => s.Timestamp >= from && (to is null || s.Timestamp <= to))];
        }
    }

    /// <summary>A moment later than every one before it, to the millisecond that ISE writes.</summary>
    public DateTimeOffset Stamp()
    {
        lock (_lock)
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            return _last = now > _last ? now : _last.AddMilliseconds(1);
        }
    }

    /// <summary>Takes a change over. A session that has had an address keeps it when the change does not name one.</summary>
    public void Apply(SimulatedSession session)
    {
        lock (_lock)
        {
            _published.Add(session);
            if (session.IsDisconnected)
            {
                _active.Remove(session.Key);
                return;
            }

            _active[session.Key] = session.IpAddresses.Count == 0 && _active.TryGetValue(session.Key, out var known)
                ? session with { IpAddresses = known.IpAddresses }
                : session;
        }
    }

    /// <summary>Ends a session without publishing it, as happens when ISE loses the end.</summary>
    public void Lose(string key)
    {
        lock (_lock)
        {
            _active.Remove(key);
        }
    }
}
