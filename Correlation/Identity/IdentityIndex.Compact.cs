using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;

namespace Clarion.Correlation.Identity;

/// <summary>
/// Folding: of the facts up to the cut only those stay that an answer about a later moment needs. What stays depends on the facts alone, so folding
/// early and late gives the same. An address is always folded before the devices that it names, because what ended its bindings may be theirs.
/// </summary>
public sealed partial class IdentityIndex
{
    private void CompactAddress(UInt128 address)
    {
        if (_options.KeepsEverything || !_addresses.TryGetValue(address, out var facts))
        {
            return;
        }

        var cutMs = CutMs;
        var holders = FactList.Keep(facts.SessionHolders, holder => NeedsLink(address, facts, holder, cutMs));
        var bound = CompactBound(address, facts, holders, cutMs, out var foldedMs);
        var lost = LostAt(address, facts, holders, cutMs);
        var released = FactList.Keep(facts.Released, r => r.AtMs > cutMs - _silenceMs);
        if (ReferenceEquals(bound, facts.Bound) && ReferenceEquals(holders, facts.SessionHolders)
            && ReferenceEquals(released, facts.Released) && ReferenceEquals(lost, facts.Lost))
        {
            return;
        }

        var compact = new AddressFacts { Bound = bound, SessionHolders = holders, Released = released, Lost = lost, FoldedMs = foldedMs };

        // What was folded is remembered so long after that old statements that are delivered again do not bring it back.
        if (compact.IsEmpty && released.Length == 0 && foldedMs <= cutMs - _silenceMs)
        {
            _addresses.TryRemove(address, out _);
        }
        else
        {
            _addresses[address] = compact;
        }

        foreach (var before in facts.Bound)
        {
            UnlinkAddress(before.Holder, address, compact);
        }

        foreach (var before in facts.SessionHolders)
        {
            UnlinkAddress(before, address, compact);
        }
    }

    private AddressBound[] CompactBound(UInt128 address, AddressFacts facts, UInt128[] sessionHolders, long cutMs, out long foldedMs)
    {
        foldedMs = facts.FoldedMs;
        if (facts.Bound.Length == 0 || facts.Bound[0].AtMs > cutMs)
        {
            return facts.Bound;
        }

        var kept = new List<AddressBound>(facts.Bound.Length);
        long? runMs = null;
        var changed = false;
        for (var i = 0; i < facts.Bound.Length; i++)
        {
            var bound = facts.Bound[i];
            if (bound.AtMs > cutMs)
            {
                kept.Add(bound);
            }
            else if (AddressJudge.IsRepeated(facts, i, cutMs))
            {
                // Of an unbroken run of sightings the beginning is remembered.
                foldedMs = Math.Max(foldedMs, Math.Min(bound.LastMs, cutMs));
                runMs = bound.Source.IsObservation() && i + 1 < facts.Bound.Length && facts.Bound[i + 1] is var next && next.AtMs <= cutMs
                    && next.Mac == bound.Mac && next.Source == bound.Source && next.Place == bound.Place
                    ? runMs ?? bound.AtMs
                    : null;
                continue;
            }
            else if (Folded(address, facts, bound, sessionHolders, cutMs) is { } folded)
            {
                changed |= !ReferenceEquals(folded, bound);
                kept.Add(runMs is { } beganMs ? folded with { AtMs = beganMs, LastMs = folded.LastMs } : folded);
            }
            else
            {
                foldedMs = Math.Max(foldedMs, Math.Min(bound.LastMs, cutMs));
            }

            runMs = null;
        }

        if (!changed && kept.Count == facts.Bound.Length)
        {
            return facts.Bound;
        }

        kept.Sort(IdentityEvent.Compare);
        return [.. kept];
    }

    // What is over still vouches for a session that was not taken over while it held. What took it may be folded away first, so its end is written down.
    private AddressBound? Folded(UInt128 address, AddressFacts facts, AddressBound bound, UInt128[] sessionHolders, long cutMs)
    {
        var verdict = _judge.VerdictOn(address, facts, bound, cutMs, out var endMs);
        if (verdict == EvidenceVerdict.Accepted)
        {
            return bound;
        }

        if (verdict == EvidenceVerdict.Revoked || Array.IndexOf(sessionHolders, bound.Holder) < 0)
        {
            return null;
        }

        return bound.UntilMs == endMs ? bound : bound with { UntilMs = bound.Source.IsLease() ? endMs : bound.LastMs, LastMs = bound.LastMs };
    }

    // A session that is over, or has lost the address, holds it again only when something new says so.
    private bool NeedsLink(UInt128 address, AddressFacts facts, UInt128 holder, long cutMs) =>
        _devices.TryGetValue(holder, out var device)
        && (device.Sessions.Any(s => Array.Exists(s.Events, e => e.AtMs > cutMs && e.Holds(address)))
            || _judge.VerdictOn(address, facts, holder, device.SessionAt(cutMs, _silenceMs), cutMs)
                is EvidenceVerdict.Accepted or EvidenceVerdict.TakenOver);

    private (UInt128 Holder, long LostMs)[] LostAt(UInt128 address, AddressFacts facts, UInt128[] holders, long cutMs)
    {
        List<(UInt128, long)>? lost = null;
        foreach (var holder in holders)
        {
            if (_judge.VerdictOn(address, facts, holder, _devices[holder].SessionAt(cutMs, _silenceMs), cutMs) == EvidenceVerdict.TakenOver)
            {
                (lost ??= []).Add((holder, cutMs));
            }
        }

        return lost is not null ? [.. lost] : facts.Lost.Length == 0 ? facts.Lost : [];
    }

    private void CompactDevice(UInt128 id)
    {
        if (_options.KeepsEverything || !_devices.TryGetValue(id, out var device))
        {
            return;
        }

        foreach (var address in device.Addresses)
        {
            CompactAddress(address);
        }

        if (!_devices.TryGetValue(id, out device))
        {
            return;
        }

        var cutMs = CutMs;
        var compact = device.Compact(cutMs);
        var addresses = FactList.Keep(
            compact.Addresses,
            a => _addresses.TryGetValue(a, out var facts)
                && (Array.IndexOf(facts.SessionHolders, id) >= 0 || Array.Exists(facts.Bound, b => b.Holder == id)));
        compact = ReferenceEquals(addresses, compact.Addresses) ? compact : compact with { Addresses = addresses };
        var lifeMs = (long)_options.DescriptionLife.TotalMilliseconds;
        if (compact.Sessions is [{ } last] && last.Events[^1].AtMs <= cutMs
            && compact.SessionAt(cutMs, _silenceMs) is { IsActive: false } view && view.EndedMs <= cutMs - _silenceMs)
        {
            // Kept so long after its end so that old statements that are delivered again do not bring it back.
            compact = compact with { Sessions = [] };
        }

        if (compact.Sessions.Length == 0 && compact.Addresses.Length == 0)
        {
            compact = compact with
            {
                Assignments = FactList.Keep(compact.Assignments, a => a.AtMs > cutMs - lifeMs),
                Descriptions = FactList.Keep(compact.Descriptions, d => d.AtMs > cutMs - lifeMs),
            };
        }

        if (compact.IsEmpty)
        {
            _devices.TryRemove(id, out _);
        }
        else if (!ReferenceEquals(compact, device))
        {
            _devices[id] = compact;
        }

        if (!ReferenceEquals(compact.Sessions, device.Sessions))
        {
            UnlinkUsers(id, device, compact);
            foreach (var address in compact.Addresses)
            {
                CompactAddress(address);
            }
        }
    }

    private void UnlinkAddress(UInt128 id, UInt128 address, AddressFacts facts)
    {
        if (Array.IndexOf(facts.SessionHolders, id) >= 0 || Array.Exists(facts.Bound, b => b.Holder == id)
            || !_devices.TryGetValue(id, out var device))
        {
            return;
        }

        var changed = device with { Addresses = FactList.Keep(device.Addresses, a => a != address) };
        if (changed.IsEmpty)
        {
            _devices.TryRemove(id, out _);
        }
        else
        {
            _devices[id] = changed;
        }
    }

    private void UnlinkUsers(UInt128 id, DeviceFacts before, DeviceFacts after)
    {
        foreach (var user in before.Sessions.SelectMany(s => s.Events).Select(e => e.User?.Key).OfType<string>().Distinct())
        {
            if (after.Sessions.Any(s => s.Events.Any(e => string.Equals(e.User?.Key, user, StringComparison.Ordinal)))
                || !_users.TryGetValue(user, out var devices))
            {
                continue;
            }

            var kept = FactList.Keep(devices, d => d != id);
            if (kept.Length == 0)
            {
                _users.TryRemove(user, out _);
            }
            else
            {
                _users[user] = kept;
            }
        }
    }
}
