using Clarion.Connectors.PxGrid.Feeds;

namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>
/// The sessions that are active now, whatever the order and number of times in which ISE tells of them. Not thread-safe.
/// A session is known by its audit session id, so that the end of an old one does not end the new one of the same MAC.
/// </summary>
internal sealed class SessionTable(int capacity)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset End)> _ends = new();
    private int _active;
    private long _version;

    /// <summary>Sessions that are active.</summary>
    public int Count => _active;

    /// <summary>Sessions refused because the table is full.</summary>
    public long Refused { get; private set; }

    /// <summary>Records that were older than what is known.</summary>
    public long Stale { get; private set; }

    /// <summary>Marks the present, to tell later what a full read did not touch.</summary>
    public long Version => _version;

    /// <summary>The active sessions.</summary>
    public IEnumerable<PxSession> Active => _entries.Values.Where(e => !e.Session.IsDisconnected).Select(e => e.Session);

    /// <summary>Takes a record over, unless a newer one is known.</summary>
    /// <returns>The change, or null when nothing changed.</returns>
    public PxChange<PxSession>? Apply(PxSession session)
    {
        if (session.Key is not { } key)
        {
            return null;
        }

        if (!_entries.TryGetValue(key, out var known))
        {
            return session.IsDisconnected ? Remember(key, session) : Add(key, session);
        }

        known.Touched = ++_version;
        var (newer, older) = (Time(session), Time(known.Session));
        if (newer < older)
        {
            Stale++;
            return null;
        }

        if (session.ContentHash == known.Session.ContentHash && newer == older)
        {
            return null;
        }

        // Of one moment, an end is the later word: ISE stamps what it publishes, and a record read in full may lag behind.
        if (newer == older && known.Session.IsDisconnected && !session.IsDisconnected)
        {
            Stale++;
            return null;
        }

        return Replace(key, known, session);
    }

    /// <summary>
    /// The active sessions that were not told of since <paramref name="version"/>: after a full read that began then, those whose end was
    /// missed.
    /// </summary>
    public List<string> Untouched(long version) =>
        [.. _entries.Where(e => e.Value.Touched <= version && !e.Value.Session.IsDisconnected).Select(e => e.Key)];

    /// <summary>Ends a session that a full read no longer holds.</summary>
    public PxChange<PxSession>? End(string key)
    {
        if (!_entries.Remove(key, out var entry) || entry.Session.IsDisconnected)
        {
            return null;
        }

        _active--;
        return new PxChange<PxSession>(PxChangeKind.Absent, entry.Session);
    }

    /// <summary>Forgets ended sessions whose end was noted before <paramref name="before"/>; until then an older record cannot revive them.</summary>
    public void Forget(DateTimeOffset before)
    {
        while (_ends.TryPeek(out var end) && end.End < before)
        {
            _ends.Dequeue();
            if (_entries.TryGetValue(end.Key, out var entry) && entry.Session.IsDisconnected && entry.EndedAt <= end.End)
            {
                _entries.Remove(end.Key);
            }
        }
    }

    /// <summary>Moment at which ends are noted; the caller's clock, not ISE's.</summary>
    public DateTimeOffset Now { get; set; }

    private PxChange<PxSession>? Add(string key, PxSession session)
    {
        if (_entries.Count >= capacity)
        {
            Refused++;
            return null;
        }

        _entries.Add(key, new Entry(session) { Touched = ++_version });
        _active++;
        return new PxChange<PxSession>(PxChangeKind.Current, session);
    }

    // An end without a beginning: nobody knew the session, but an older record of it must not start it.
    private PxChange<PxSession>? Remember(string key, PxSession session)
    {
        if (_entries.Count >= capacity)
        {
            Refused++;
            return null;
        }

        _entries.Add(key, new Entry(session) { Touched = ++_version, EndedAt = Now });
        _ends.Enqueue((key, Now));
        return null;
    }

    private PxChange<PxSession>? Replace(string key, Entry known, PxSession session)
    {
        var was = !known.Session.IsDisconnected;
        if (session.IsDisconnected)
        {
            // What was known of it at its end is worth more than the little an end may carry.
            known.Session = session.IpAddresses.Count > 0 ? session : session with { IpAddresses = known.Session.IpAddresses };
            known.EndedAt = Now;
            _ends.Enqueue((key, Now));
            _active -= was ? 1 : 0;
            return was ? new PxChange<PxSession>(PxChangeKind.Ended, known.Session) : null;
        }

        // The address often comes late and interim records may lack it; a record that says nothing of it does not take it away.
        known.Session = session.IpAddresses.Count > 0 || !was ? session : session with { IpAddresses = known.Session.IpAddresses };
        _active += was ? 0 : 1;
        return new PxChange<PxSession>(PxChangeKind.Current, known.Session);
    }

    private static DateTimeOffset Time(PxSession session) => session.Timestamp ?? DateTimeOffset.MinValue;

    private sealed class Entry(PxSession session)
    {
        public PxSession Session { get; set; } = session;

        public long Touched { get; set; }

        public DateTimeOffset EndedAt { get; set; }
    }
}
