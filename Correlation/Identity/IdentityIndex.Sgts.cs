using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>The security group of a device over time, from everything but its flows (see <see cref="SecurityGroups.FlowTags"/>).</summary>
public sealed partial class IdentityIndex
{
    /// <summary>
    /// Changes of a device's security group, oldest first: by its sessions, by mappings of the addresses it held, by assignments, and by the directory groups of who
    /// was logged in, in this order of preference.
    /// </summary>
    public IReadOnlyList<SgtChange> SgtChangesOf(DeviceId device)
    {
        if (!_devices.TryGetValue(device.Value, out var facts))
        {
            return [];
        }

        var held = facts.Addresses.Select(address => (Address: new IpAddr(address), Stays: StaysOf(device, new IpAddr(address))))
            .OrderBy(one => one.Address.Value).ToList();
        var changes = new List<SgtChange>();
        var current = Sgts.Unknown;
        foreach (var (atMs, _) in SgtTurns(facts, held).Intervals())
        {
            var (sgt, provenance, source, reason) = SgtAt(facts, held, atMs);
            if (sgt != current)
            {
                changes.Add(new SgtChange(device, current, sgt, provenance, atMs, source, reason));
                current = sgt;
            }
        }

        return changes;
    }

    private (ushort Sgt, SgtProvenance Provenance, IdentitySource Source, string Reason) SgtAt(
        DeviceFacts facts, List<(IpAddr Address, IReadOnlyList<AddressStay> Stays)> held, long atMs)
    {
        var view = facts.SessionAt(atMs, _silenceMs);
        var session = view.IsActive ? view.Content : null;
        if (session is not null && SgtOf(session, atMs) is var bySession && Sgts.IsGroup(bySession))
        {
            return (bySession, SgtProvenance.Session, session.Source, $"session {session.Key} of {session.User?.Key ?? session.Machine?.Key ?? "nobody"}");
        }

        foreach (var (address, stays) in held)
        {
            if (stays.Any(stay => stay.FromMs <= atMs && atMs < stay.ToMs) && _mappings.TryGetValue(SgtMapped.DefaultVpn, out var mapping)
                && mapping.TryFind(address, atMs, out var mapped, out var length) && Sgts.IsGroup(mapped))
            {
                return (mapped, SgtProvenance.AddressMapping, IdentitySource.Sxp, $"{address} in {SgtMapped.PrefixName(address, length)}");
            }
        }

        if (AssignmentAt(facts, atMs) is { } assigned)
        {
            return (assigned.Sgt, SgtProvenance.DeviceAssignment, assigned.Source, "assignment of the device");
        }

        if (session?.User is { } user && _lookups.GroupsOf(user, atMs) is { Count: > 0 } groups && _lookups.SgtOf(groups) is var byGroups && Sgts.IsGroup(byGroups))
        {
            return (byGroups, SgtProvenance.UserGroups, IdentitySource.Directory, $"{user.Key} is in {groups.FirstOrDefault(one => _lookups.SgtOf([one]) == byGroups)}");
        }

        return (Sgts.Unknown, SgtProvenance.None, IdentitySource.None, "nothing names a group any more");
    }

    // The window would move changes: here only what holds at the very moment counts.
    private TurningPoints SgtTurns(DeviceFacts facts, List<(IpAddr Address, IReadOnlyList<AddressStay> Stays)> held)
    {
        var turns = new TurningPoints(0, WatermarkMs + 1, 0);
        AddTurns(turns, facts);
        foreach (var (address, stays) in held)
        {
            foreach (var stay in stays)
            {
                turns.Add(stay.FromMs);
                turns.Add(stay.ToMs);
            }

            if (_mappings.TryGetValue(SgtMapped.DefaultVpn, out var mapping))
            {
                AddAll(mapping.ChangesOf(address));
            }
        }

        var statements = facts.Sessions.SelectMany(session => session.Events).ToList();
        foreach (var name in statements.Select(statement => statement.SgtName).Distinct(StringComparer.Ordinal))
        {
            AddAll(_groupNames.GetValueOrDefault(name, []).Select(named => named.AtMs));
        }

        foreach (var user in statements.Select(statement => statement.User).OfType<Accounts.AccountName>().Distinct())
        {
            AddAll(_lookups.ChangesOf(user));
        }

        return turns;

        void AddAll(IEnumerable<long> moments)
        {
            foreach (var moment in moments)
            {
                turns.Add(moment);
            }
        }
    }
}
