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

    /// <summary>Takes a record over, unless a newer one is known; an older one may still tell the address that the newer one lacks.</summary>
    /// <returns>The change, or null when nothing changed.</returns>
    public PxChange<PxSession>? Apply(PxSession session)
    {
        if (session.Key is not { } key)
        {
            return null;
        }

        if (!_entries.TryGetValue(key, out var known))
        {
            if (_entries.Count >= capacity)
            {
                Refused++;
                return null;
            }

            // An end without a beginning is remembered: an older record of it must not start it.
            _entries.Add(key, known = new Entry(session) { Touched = ++_version });
            Note(key, known, session);
            return known.IsActive ? Started(known) : null;
        }

        known.Touched = ++_version;
        var (was, before) = (known.IsActive, known.Session);
        if (Wins(session, known.Record))
        {
            known.Record = session;
        }
        else if (Time(session) < Time(known.Record))
        {
            Stale++;
        }

        Note(key, known, session);
        if (ReferenceEquals(known.Session, before))
        {
            return null;
        }

        _active += (known.IsActive ? 1 : 0) - (was ? 1 : 0);
        return (was, known.IsActive) switch
        {
            (_, true) => new PxChange<PxSession>(PxChangeKind.Current, known.Session),
            (true, false) => new PxChange<PxSession>(PxChangeKind.Ended, known.Session),
            _ => null,
        };
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

    private PxChange<PxSession> Started(Entry entry)
    {
        _active++;
        return new PxChange<PxSession>(PxChangeKind.Current, entry.Session);
    }

    // Of one moment the later word counts, for ISE publishes twice when profiling adds something; but an end is the last word.
    private static bool Wins(PxSession session, PxSession known)
    {
        var (newer, older) = (Time(session), Time(known));
        return newer > older || (newer == older && session.ContentHash != known.ContentHash && (!known.IsDisconnected || session.IsDisconnected));
    }

    // The address often comes late, and interim records may lack it; a record that says nothing of it does not take it away. So the newest
    // address since the last end is kept beside the newest record, whichever arrives first.
    private void Note(string key, Entry entry, PxSession session)
    {
        if (session.IsDisconnected)
        {
            if (entry.End is null || Time(session) > entry.End)
            {
                (entry.End, entry.EndedAt) = (Time(session), Now);
                _ends.Enqueue((key, Now));
            }
        }

        if (session.IpAddresses.Count > 0 && Time(session) >= entry.AddressTime)
        {
            (entry.Addresses, entry.AddressTime) = (session.IpAddresses, Time(session));
        }

        var addresses = entry.Record.IpAddresses.Count > 0 ? entry.Record.IpAddresses
            : entry.Record.IsDisconnected || entry.End is null || entry.AddressTime > entry.End ? entry.Addresses
            : [];
        if (!ReferenceEquals(entry.Shown, entry.Record) || !addresses.SequenceEqual(entry.Session.IpAddresses, StringComparer.Ordinal))
        {
            entry.Session = addresses.SequenceEqual(entry.Record.IpAddresses, StringComparer.Ordinal) ? entry.Record : entry.Record with { IpAddresses = addresses };
            entry.Shown = entry.Record;
        }
    }

    private static DateTimeOffset Time(PxSession session) => session.Timestamp ?? DateTimeOffset.MinValue;

    private sealed class Entry(PxSession record)
    {
        /// <summary>The newest record, as it came.</summary>
        public PxSession Record { get; set; } = record;

        /// <summary>The same with the address that is known.</summary>
        public PxSession Session { get; set; } = record;

        /// <summary>The record of which <see cref="Session"/> was made.</summary>
        public PxSession Shown { get; set; } = record;

        public IReadOnlyList<string> Addresses { get; set; } = [];

        public DateTimeOffset AddressTime { get; set; } = DateTimeOffset.MinValue;

        /// <summary>The newest end, by ISE's clock, or null.</summary>
        public DateTimeOffset? End { get; set; }

        /// <summary>When the end was noted, by ours.</summary>
        public DateTimeOffset EndedAt { get; set; }

        public long Touched { get; set; }

        public bool IsActive => !Record.IsDisconnected;
    }
}
