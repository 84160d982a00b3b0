using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.SecurityGroups;

/// <summary>A group that a device's traffic carried within one step of time.</summary>
/// <param name="AtMs">Start of the step, Unix milliseconds.</param>
/// <param name="Sgt">The group.</param>
public readonly record struct CarriedTag(long AtMs, ushort Sgt);

/// <summary>
/// Joins what identity says of a device's group with what its traffic carried. Traffic is kept with the group it was counted for: the tag of the flow, else
/// what identity said. So a group in the traffic that identity did not give the device about that time was a tag of the flow itself, which comes first.
/// </summary>
public static class FlowTags
{
    /// <summary>All changes, oldest first; those by flows are as exact as a step.</summary>
    /// <param name="device">The device.</param>
    /// <param name="changes">Changes by identity, oldest first.</param>
    /// <param name="carried">Groups in its traffic, in any order.</param>
    /// <param name="stepMs">Width of a step, milliseconds.</param>
    /// <param name="windowMs">How late identity may come and still count for traffic, milliseconds.</param>
    public static IReadOnlyList<SgtChange> Join(
        DeviceId device, IReadOnlyList<SgtChange> changes, IEnumerable<CarriedTag> carried, long stepMs, long windowMs)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(carried);
        var turns = changes.Select(change => (change.AtMs, Change: (SgtChange?)change, Tag: Sgts.Unknown)).ToList();
        foreach (var step in carried.Where(one => Sgts.IsGroup(one.Sgt)).GroupBy(one => one.AtMs))
        {
            var known = KnownWithin(changes, step.Key - windowMs, step.Key + stepMs + windowMs);
            var foreign = step.Where(one => !known.Contains(one.Sgt)).Select(one => one.Sgt).Order().ToList();
            turns.Add((step.Key, null, foreign.Count > 0 ? foreign[0] : Sgts.Unknown));
        }

        var joined = new List<SgtChange>();
        var (current, tag) = (Sgts.Unknown, Sgts.Unknown);
        SgtChange? identity = null;
        foreach (var (atMs, change, carriedTag) in turns.OrderBy(turn => turn.AtMs).ThenBy(turn => turn.Change is null))
        {
            (identity, tag) = change is null ? (identity, carriedTag) : (change, tag);
            var now = tag != Sgts.Unknown ? tag : identity?.To ?? Sgts.Unknown;
            if (now == current)
            {
                continue;
            }

            // Of one moment only what is left in the end counts.
            var from = joined is [.., var last] && last.AtMs == atMs ? last.From : current;
            joined.RemoveAll(one => one.AtMs == atMs);
            current = now;
            if (now != from)
            {
                joined.Add(Reasoned(tag, identity, device) with { From = from, To = now, AtMs = atMs });
            }
        }

        return joined;
    }

    private static SgtChange Reasoned(ushort tag, SgtChange? identity, DeviceId device) =>
        tag != Sgts.Unknown ? new SgtChange(device, 0, 0, SgtProvenance.Flow, 0, IdentitySource.Flow, "tag in its flows")
        : identity ?? new SgtChange(device, 0, 0, SgtProvenance.None, 0, IdentitySource.None, "its flows carry no tag any more");

    private static HashSet<ushort> KnownWithin(IReadOnlyList<SgtChange> changes, long fromMs, long toMs)
    {
        var known = new HashSet<ushort>();
        for (var i = 0; i < changes.Count && changes[i].AtMs < toMs; i++)
        {
            if (i + 1 == changes.Count || changes[i + 1].AtMs > fromMs)
            {
                known.Add(changes[i].To);
            }
        }

        return known;
    }
}
