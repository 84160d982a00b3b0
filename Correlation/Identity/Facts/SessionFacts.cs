using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>What is known of one session, in order. Immutable.</summary>
internal sealed class SessionFacts(string key, SessionChanged[] events)
{
    public string Key => key;

    public SessionChanged[] Events => events;

    /// <summary>First statement that the session runs; null when none is known.</summary>
    public SessionChanged? FirstLive
    {
        get
        {
            foreach (var e in events)
            {
                if (e.IsLive)
                {
                    return e;
                }
            }

            return null;
        }
    }

    /// <summary>The newest statement, at or before a moment, that the session runs.</summary>
    public SessionChanged? LiveAt(long timeMs)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].AtMs <= timeMs && events[i].IsLive)
            {
                return events[i];
            }
        }

        return null;
    }

    /// <summary>When the session was ended after a statement that it runs; <see cref="long.MaxValue"/> when it was not, by that moment.</summary>
    public long EndedAfter(SessionChanged live, long timeMs)
    {
        foreach (var e in events)
        {
            if (e.State == SessionState.Disconnected && e.AtMs <= timeMs && IdentityEvent.Compare(e, live) > 0)
            {
                return e.AtMs;
            }
        }

        return long.MaxValue;
    }

    /// <summary>The newest statement, at or before a moment, that lists addresses.</summary>
    public SessionChanged? AddressedAt(long timeMs)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].AtMs <= timeMs && events[i].IsLive && events[i].Addresses.Count > 0)
            {
                return events[i];
            }
        }

        return null;
    }

    /// <summary>A statement, at or before a moment, that the session has an address; null when there is none.</summary>
    public SessionChanged? HeldBefore(UInt128 address, long timeMs)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].AtMs <= timeMs && events[i].IsLive && events[i].Holds(address))
            {
                return events[i];
            }
        }

        return null;
    }

    /// <summary>
    /// The session without what no answer about a moment after <paramref name="cutMs"/> needs: of the statements up to then, the first, the newest, the
    /// newest with addresses, and the newest end.
    /// </summary>
    public SessionFacts Compact(long cutMs)
    {
        if (events.Length <= 2 || events[1].AtMs > cutMs)
        {
            return this;
        }

        var first = FirstLive;
        var live = LiveAt(cutMs);
        var addressed = AddressedAt(cutMs);
        var ended = Array.FindLast(events, e => e.AtMs <= cutMs && e.State == SessionState.Disconnected);
        var kept = FactList.Keep(
            events,
            e => e.AtMs > cutMs || ReferenceEquals(e, first) || ReferenceEquals(e, live) || ReferenceEquals(e, addressed)
                || ReferenceEquals(e, ended));
        return kept.Length == events.Length ? this : new SessionFacts(key, kept);
    }
}
