using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>
/// What is known of one device: its sessions, the addresses that name it, assignments and descriptions. Immutable, so readers need no lock.
/// </summary>
internal sealed record DeviceFacts
{
    public static readonly DeviceFacts Empty = new();

    /// <summary>Sessions, by their first statement.</summary>
    public SessionFacts[] Sessions { get; init; } = [];

    /// <summary>Addresses whose facts name this device.</summary>
    public UInt128[] Addresses { get; init; } = [];

    public SgtAssigned[] Assignments { get; init; } = [];

    public DeviceDiscovered[] Descriptions { get; init; } = [];

    /// <summary>Unix milliseconds up to which statements of sessions were replaced: when they are delivered again, they must not come back.</summary>
    public long FoldedMs { get; init; } = long.MinValue;

    /// <summary>True when nothing is known.</summary>
    public bool IsEmpty => Sessions.Length + Addresses.Length + Assignments.Length + Descriptions.Length == 0;

    /// <summary>
    /// The session of a moment: the one that said last that it runs, unless it has ended. An end of an older session is of no concern, and an
    /// older session does not come back when the newer one ends: a device has one place in the network.
    /// </summary>
    /// <param name="timeMs">The moment, Unix milliseconds.</param>
    /// <param name="silenceMs">After so long without a statement a session is taken for ended.</param>
    public SessionView SessionAt(long timeMs, long silenceMs)
    {
        SessionFacts? newest = null;
        SessionChanged? live = null;
        SessionChanged? since = null;
        foreach (var session in Sessions)
        {
            if (session.LiveAt(timeMs) is not { } candidate)
            {
                continue;
            }

            if (live is null || IdentityEvent.Compare(candidate, live) > 0)
            {
                since = live;
                live = candidate;
                newest = session;
            }
            else if (since is null || IdentityEvent.Compare(candidate, since) > 0)
            {
                since = candidate;
            }
        }

        if (newest is null || live is null)
        {
            return default;
        }

        since = Newer(since, newest.EndedBefore(live));
        var ended = newest.EndedAfter(live, timeMs);
        return new SessionView(
            newest, live, since, ended == long.MaxValue && timeMs - live.AtMs >= silenceMs ? live.AtMs + silenceMs : ended);
    }

    /// <summary>
    /// True when a session of the device listed an address, at or before a moment, and had begun (or begun again, after an end or another session) after
    /// an earlier moment.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="afterMs">The earlier moment, Unix milliseconds.</param>
    /// <param name="timeMs">The moment, Unix milliseconds.</param>
    /// <param name="place">Statements from another switch than this do not count.</param>
    /// <param name="sparesPort">Statements from that very port do not count either.</param>
    public bool HasTaken(UInt128 address, long afterMs, long timeMs, NetworkPlace? place, bool sparesPort)
    {
        foreach (var session in Sessions)
        {
            foreach (var e in session.Events)
            {
                if (e.AtMs > afterMs && e.AtMs <= timeMs && e.IsLive && e.Holds(address)
                    && !NetworkPlace.OnDifferentSwitches(e.Place, place) && !(sparesPort && NetworkPlace.OnSamePort(e.Place, place))
                    && session.FirstLive(Newer(NewestOfOthers(session, e), session.EndedBefore(e)))!.AtMs > afterMs)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first session that says, after a moment and no later than another, that it runs.</summary>
    public SessionView SessionAfter(long timeMs, long untilMs)
    {
        SessionFacts? next = null;
        SessionChanged? first = null;
        foreach (var session in Sessions)
        {
            foreach (var e in session.Events)
            {
                if (e.AtMs > timeMs && e.AtMs <= untilMs && e.IsLive && (first is null || IdentityEvent.Compare(e, first) < 0))
                {
                    next = session;
                    first = e;
                }
            }
        }

        return new SessionView(next, first, null, long.MaxValue);
    }

    /// <summary>The device without what no answer about a moment after <paramref name="cutMs"/> needs.</summary>
    public DeviceFacts Compact(long cutMs)
    {
        var current = SessionAt(cutMs, long.MaxValue);
        var sessions = CompactSessions(cutMs, current);
        var foldedMs = Math.Max(FoldedMs, current.Since?.AtMs ?? long.MinValue);
        var assignments = FactList.Keep(Assignments, a => a.AtMs > cutMs || IsNewest(Assignments, a, cutMs));
        var descriptions = FactList.Keep(Descriptions, d => d.AtMs > cutMs || IsNewest(Descriptions, d, cutMs));
        return ReferenceEquals(sessions, Sessions) && ReferenceEquals(assignments, Assignments)
            && ReferenceEquals(descriptions, Descriptions) && foldedMs == FoldedMs
            ? this
            : this with { Sessions = sessions, Assignments = assignments, Descriptions = descriptions, FoldedMs = foldedMs };
    }

    private static bool IsNewest<T>(T[] facts, T fact, long cutMs)
        where T : IdentityEvent =>
        ReferenceEquals(fact, Array.FindLast(facts, f => f.AtMs <= cutMs && f.Source == fact.Source));

    private static SessionChanged? Newer(SessionChanged? left, SessionChanged? right) =>
        left is null || right is not null && IdentityEvent.Compare(right, left) > 0 ? right : left;

    private SessionChanged? NewestOfOthers(SessionFacts session, SessionChanged before)
    {
        SessionChanged? newest = null;
        foreach (var other in Sessions)
        {
            foreach (var e in other.Events)
            {
                if (!ReferenceEquals(other, session) && e.IsLive && IdentityEvent.Compare(e, before) < 0
                    && (newest is null || IdentityEvent.Compare(e, newest) > 0))
                {
                    newest = e;
                }
            }
        }

        return newest;
    }

    private SessionFacts[] CompactSessions(long cutMs, in SessionView current)
    {
        if (Sessions.Length == 0)
        {
            return Sessions;
        }

        var changed = false;
        var kept = new List<SessionFacts>(Sessions.Length);
        foreach (var session in Sessions)
        {
            var compact = session.Compact(cutMs, ReferenceEquals(session, current.Session), current.Since);
            changed |= !ReferenceEquals(compact, session);
            if (compact is not null)
            {
                kept.Add(compact);
            }
        }

        return changed ? [.. kept] : Sessions;
    }
}
