using System.Collections.Concurrent;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>
/// Decides which facts about an address hold at a moment. A pure function of the facts up to then (and, for what is near, up to the window later), so
/// that neither the order nor the time of their arrival matters.
/// </summary>
internal sealed class AddressJudge(
    ConcurrentDictionary<UInt128, DeviceFacts> devices, long windowMs, long silenceMs, long holdMs)
{
    /// <summary>Collects the devices that hold an address at a moment.</summary>
    public void Collect(UInt128 address, AddressFacts facts, long timeMs, Judgement into)
    {
        var assigned = false;
        for (var i = 0; i < facts.Bound.Length && facts.Bound[i].AtMs <= timeMs; i++)
        {
            var bound = facts.Bound[i];
            if (IsRepeated(facts, i, timeMs))
            {
                continue;
            }

            var verdict = VerdictOn(address, facts, bound, timeMs, out _);
            if (verdict == EvidenceVerdict.Accepted)
            {
                var standing = bound.Source.IsObservation() ? Standing.Present : Standing.Assigned;
                assigned |= standing == Standing.Assigned;
                into.Accept(bound.Holder, standing, bound.Source, ProofMs(bound, timeMs), bound.Place, isNear: false, bySession: false);
            }
            else
            {
                into.Reject(verdict, bound.Holder, bound.Source, bound.AtMs, bound.Place);
            }
        }

        foreach (var holder in facts.SessionHolders)
        {
            CollectSession(address, facts, holder, timeMs, into);
        }

        // Alone, a device with a given address is the one, present or not.
        if (assigned && into.Candidates.Length > 1)
        {
            foreach (ref var candidate in into.Candidates)
            {
                candidate.Standing = candidate.Standing == Standing.Assigned
                    ? StandingOfAssigned(address, candidate.Holder, timeMs)
                    : candidate.Standing;
            }
        }
    }

    /// <summary>Collects the devices that held an address shortly before a moment, or will shortly after.</summary>
    public void CollectNear(UInt128 address, AddressFacts facts, long timeMs, Judgement into)
    {
        for (var i = 0; i < facts.Bound.Length && facts.Bound[i].AtMs <= timeMs + windowMs; i++)
        {
            var bound = facts.Bound[i];
            var isNear = bound.AtMs > timeMs
                ? !IsRevoked(facts, bound)
                : !IsRepeated(facts, i, timeMs)
                    && VerdictOn(address, facts, bound, timeMs, out var endMs) is EvidenceVerdict.Expired or EvidenceVerdict.Released
                    && timeMs - endMs <= windowMs;
            if (isNear && into.IndexOf(bound.Holder) < 0)
            {
                into.Accept(
                    bound.Holder, bound.Source.IsObservation() ? Standing.Present : Standing.Assigned, bound.Source, bound.AtMs, bound.Place,
                    isNear: true, bySession: false);
            }
        }

        foreach (var holder in facts.SessionHolders)
        {
            if (into.IndexOf(holder) >= 0 || !devices.TryGetValue(holder, out var device))
            {
                continue;
            }

            var view = device.SessionAt(timeMs, silenceMs);
            if (view is { Content: { } content, IsActive: false } && timeMs - view.EndedMs <= windowMs
                && view.AddressedAt(timeMs)?.Holds(address) == true)
            {
                into.Accept(holder, Standing.Present, content.Source, content.AtMs, content.Place, isNear: true, bySession: false);
            }
            else if (NextHolding(device, address, timeMs) is { } next)
            {
                into.Accept(holder, Standing.Present, next.Source, next.AtMs, next.Place, isNear: true, bySession: false);
            }
        }
    }

    /// <summary>
    /// Collects the devices whose sessions have lost the address to another device, but at whose own port the traffic was seen: such a session was not over,
    /// the address is used twice.
    /// </summary>
    public void CollectAtPort(UInt128 address, AddressFacts facts, in DeviceQuestion question, InterfaceNames names, Judgement into)
    {
        foreach (var holder in facts.SessionHolders)
        {
            if (devices.TryGetValue(holder, out var device) && device.SessionAt(question.AtMs, silenceMs) is { Content: { } content } view
                && names.Match(content.Place, question) == PlaceMatch.Port
                && VerdictOn(address, facts, holder, view, question.AtMs) == EvidenceVerdict.TakenOver)
            {
                into.Accept(holder, Standing.Present, content.Source, content.AtMs, content.Place, isNear: false, bySession: true);
            }
        }
    }

    /// <summary>Whether a binding holds at a moment at or after its own.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="facts">Everything about the address.</param>
    /// <param name="bound">The binding.</param>
    /// <param name="timeMs">The moment.</param>
    /// <param name="endMs">When it ended or will end; of what was taken over, when the first other device was given the address or seen with it.</param>
    public EvidenceVerdict VerdictOn(UInt128 address, AddressFacts facts, AddressBound bound, long timeMs, out long endMs)
    {
        var proofMs = ProofMs(bound, timeMs);
        endMs = bound.UntilMs > 0 ? bound.UntilMs : proofMs + (bound.Source.IsObservation() ? holdMs : silenceMs);
        var verdict = timeMs >= endMs ? EvidenceVerdict.Expired : EvidenceVerdict.Accepted;
        foreach (var release in facts.Released)
        {
            if (release.Revokes(bound))
            {
                return EvidenceVerdict.Revoked;
            }

            if (release.AtMs <= timeMs && release.AtMs < endMs && release.Ends(bound))
            {
                endMs = release.AtMs;
                verdict = EvidenceVerdict.Released;
            }
        }

        if (TakenMs(address, facts, bound, proofMs, timeMs) is { } takenMs)
        {
            endMs = Math.Min(endMs, takenMs);
            return EvidenceVerdict.TakenOver;
        }

        return verdict;
    }

    /// <summary>Whether a session of a device holds an address at a moment.</summary>
    public EvidenceVerdict VerdictOn(UInt128 address, AddressFacts facts, UInt128 holder, in SessionView view, long timeMs)
    {
        if (view.AddressedAt(timeMs) is not { } addressed || !addressed.Holds(address))
        {
            return EvidenceVerdict.AddressChanged;
        }

        if (!view.IsActive)
        {
            return EvidenceVerdict.SessionEnded;
        }

        return HasRivals(facts, holder)
            && IsTakenOver(address, facts, holder, addressed.Place, addressed.AtMs, timeMs)
            ? EvidenceVerdict.TakenOver
            : EvidenceVerdict.Accepted;
    }

    /// <summary>
    /// True when other devices got every address of a running session since it last claimed them: its end was missed.
    /// </summary>
    public bool IsTakenOver(
        ConcurrentDictionary<UInt128, AddressFacts> addresses, UInt128 holder, in SessionView view, long timeMs)
    {
        if (view.AddressedAt(timeMs) is not { } addressed)
        {
            return false;
        }

        foreach (var address in addressed.Addresses)
        {
            if (!addresses.TryGetValue(address.Value, out var facts)
                || VerdictOn(address.Value, facts, holder, view, timeMs) != EvidenceVerdict.TakenOver)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the source said the same of the same device again by that moment: only its last word counts.</summary>
    public static bool IsRepeated(AddressFacts facts, int index, long timeMs)
    {
        var bound = facts.Bound[index];
        var proofMs = ProofMs(bound, timeMs);
        for (var i = 0; i < facts.Bound.Length && facts.Bound[i].AtMs <= timeMs; i++)
        {
            var other = facts.Bound[i];
            if (i != index && other.Mac == bound.Mac && other.Source == bound.Source
                && (ProofMs(other, timeMs) > proofMs || ProofMs(other, timeMs) == proofMs && i > index) && !IsRevoked(facts, other))
            {
                return true;
            }
        }

        return false;
    }

    private static long ProofMs(AddressBound bound, long timeMs) => Math.Min(bound.LastMs, Math.Max(timeMs, bound.AtMs));

    private static bool IsRevoked(AddressFacts facts, AddressBound bound)
    {
        foreach (var release in facts.Released)
        {
            if (release.Revokes(bound))
            {
                return true;
            }
        }

        return false;
    }

    private SessionChanged? NextHolding(DeviceFacts device, UInt128 address, long timeMs)
    {
        SessionChanged? next = null;
        foreach (var session in device.Sessions)
        {
            foreach (var e in session.Events)
            {
                if (e.AtMs > timeMs && e.AtMs <= timeMs + windowMs && e.IsLive && e.Holds(address)
                    && (next is null || IdentityEvent.Compare(e, next) < 0))
                {
                    next = e;
                }
            }
        }

        return next;
    }

    private void CollectSession(UInt128 address, AddressFacts facts, UInt128 holder, long timeMs, Judgement into)
    {
        if (!devices.TryGetValue(holder, out var device))
        {
            return;
        }

        var view = device.SessionAt(timeMs, silenceMs);
        if (view.Content is not { } content)
        {
            return;
        }

        var verdict = VerdictOn(address, facts, holder, view, timeMs);
        if (verdict == EvidenceVerdict.Accepted)
        {
            into.Accept(holder, Standing.Present, content.Source, content.AtMs, content.Place, isNear: false, bySession: true);
        }
        else
        {
            into.Reject(verdict, holder, content.Source, content.AtMs, content.Place);
        }
    }

    private static bool HasRivals(AddressFacts facts, UInt128 holder)
    {
        if (facts.Lost.Length > 0 || facts.SessionHolders.Length > 1)
        {
            return true;
        }

        foreach (var bound in facts.Bound)
        {
            if (bound.Holder != holder)
            {
                return true;
            }
        }

        return false;
    }

    // A lease is ended by a later lease only, what was seen by whatever came later, a platform's record by anything newer.
    private long? TakenMs(UInt128 address, AddressFacts facts, AddressBound bound, long proofMs, long timeMs)
    {
        var isLease = bound.Source.IsLease();
        var isObservation = bound.Source.IsObservation();
        long? takenMs = null;
        foreach (var other in facts.Bound)
        {
            if (other.AtMs > timeMs)
            {
                break;
            }

            var counts = isLease ? other.Source.IsLease() : !isObservation || other.Source.IsObservation() || other.Source.IsLease();
            var otherMs = ProofMs(other, timeMs);
            if (counts && other.Mac != bound.Mac && otherMs > proofMs && (takenMs is null || otherMs < takenMs)
                && !NetworkPlace.OnDifferentSwitches(other.Place, bound.Place) && !IsRevoked(facts, other))
            {
                takenMs = otherMs;
            }
        }

        return takenMs
            ?? (!isLease && IsTakenBySession(address, facts, bound.Holder, bound.Place, sparesPort: false, proofMs, timeMs) ? proofMs : null);
    }

    // A session whose end was missed. A lease vouches for the session until the lease ends, so that until then the address is contested instead.
    private bool IsTakenOver(UInt128 address, AddressFacts facts, UInt128 holder, NetworkPlace? place, long proofMs, long timeMs)
    {
        for (var i = 0; i < facts.Bound.Length && facts.Bound[i].AtMs <= timeMs; i++)
        {
            var own = facts.Bound[i];
            if (own.Holder == holder && (own.Source.IsLease() || own.Source.IsObservation()) && !IsRepeated(facts, i, timeMs)
                && VerdictOn(address, facts, own, timeMs, out var endMs) != EvidenceVerdict.Revoked)
            {
                proofMs = Math.Max(proofMs, own.Source.IsLease() ? Math.Min(endMs - 1, timeMs) : ProofMs(own, timeMs));
            }
        }

        if (facts.IsLost(holder, proofMs))
        {
            return true;
        }

        for (var i = 0; i < facts.Bound.Length && facts.Bound[i].AtMs <= timeMs; i++)
        {
            var other = facts.Bound[i];
            if (other.Holder != holder && (other.Source.IsLease() || other.Source.IsObservation()) && ProofMs(other, timeMs) > proofMs
                && !NetworkPlace.OnDifferentSwitches(other.Place, place) && !IsRevoked(facts, other))
            {
                return true;
            }
        }

        // Behind one port nothing could tell the two apart: the address is contested until one of them ends.
        return IsTakenBySession(address, facts, holder, place, sparesPort: true, proofMs, timeMs);
    }

    private bool IsTakenBySession(
        UInt128 address, AddressFacts facts, UInt128 holder, NetworkPlace? place, bool sparesPort, long proofMs, long timeMs)
    {
        foreach (var other in facts.SessionHolders)
        {
            if (other == holder || !devices.TryGetValue(other, out var device))
            {
                continue;
            }

            if (device.HasTaken(address, proofMs, timeMs, place, sparesPort))
            {
                return true;
            }
        }

        return false;
    }

    private Standing StandingOfAssigned(UInt128 address, UInt128 holder, long timeMs)
    {
        if (!devices.TryGetValue(holder, out var device) || device.SessionAt(timeMs, silenceMs) is not { Session: not null } view)
        {
            return Standing.Assigned;
        }

        if (!view.IsActive)
        {
            return Standing.Left;
        }

        // A session that runs but does not say where: the lease does.
        return view.AddressedAt(timeMs) is { } addressed && !addressed.Holds(address) ? Standing.Assigned : Standing.Present;
    }
}
