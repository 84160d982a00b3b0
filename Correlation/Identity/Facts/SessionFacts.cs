using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>What is known of one session, in order. Immutable.</summary>
internal sealed class SessionFacts(string key, SessionChanged[] events)
{
    public string Key => key;

    public SessionChanged[] Events => events;

    /// <summary>First statement, after another one when that is given, that the session runs; null when none is known.</summary>
    public SessionChanged? FirstLive(SessionChanged? after)
    {
        foreach (var e in events)
        {
            if (e.IsLive && IsAfter(e, after))
            {
                return e;
            }
        }

        return null;
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
            if (e.State == SessionState.Disconnected && e.AtMs <= timeMs && IsAfter(e, live))
            {
                return e.AtMs;
            }
        }

        return long.MaxValue;
    }

    /// <summary>The newest end before a statement that the session runs (again); null when there is none.</summary>
    public SessionChanged? EndedBefore(SessionChanged live)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].State == SessionState.Disconnected && IsAfter(live, events[i]))
            {
                return events[i];
            }
        }

        return null;
    }

    /// <summary>The newest statement, at or before a moment and after another one, that lists addresses.</summary>
    public SessionChanged? AddressedAt(long timeMs, SessionChanged? after)
    {
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].AtMs <= timeMs && events[i].IsLive && events[i].Addresses.Count > 0)
            {
                return IsAfter(events[i], after) ? events[i] : null;
            }
        }

        return null;
    }

    /// <summary>
    /// The session without what no answer about a moment after <paramref name="cutMs"/> needs. Of the statements up to then: nothing when another session
    /// was the device's, else the first of its run, the newest, the newest with addresses, and the newest end.
    /// </summary>
    /// <param name="cutMs">The moment, Unix milliseconds.</param>
    /// <param name="isCurrent">True when it was the device's session then.</param>
    /// <param name="since">What this session said up to here does not count.</param>
    public SessionFacts? Compact(long cutMs, bool isCurrent, SessionChanged? since)
    {
        if (events[0].AtMs > cutMs)
        {
            return this;
        }

        var first = isCurrent ? FirstLive(since) : null;
        var live = isCurrent ? LiveAt(cutMs) : null;
        var addressed = isCurrent ? AddressedAt(cutMs, since) : null;
        var ended = live is null ? null : Array.FindLast(events, e => e.AtMs <= cutMs && e.State == SessionState.Disconnected && IsAfter(e, live));
        var kept = FactList.Keep(
            events,
            e => e.AtMs > cutMs || ReferenceEquals(e, first) || ReferenceEquals(e, live) || ReferenceEquals(e, addressed)
                || ReferenceEquals(e, ended));
        return kept.Length == 0 ? null : kept.Length == events.Length ? this : new SessionFacts(key, kept);
    }

    private static bool IsAfter(SessionChanged e, SessionChanged? other) => other is null || IdentityEvent.Compare(e, other) > 0;
}
