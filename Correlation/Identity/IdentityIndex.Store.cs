using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;

namespace Clarion.Correlation.Identity;

/// <summary>Writing: every change replaces an immutable value under the lock.</summary>
public sealed partial class IdentityIndex
{
    private ApplyOutcome Store(IdentityEvent entry) => entry switch
    {
        SessionChanged session => StoreSession(session),
        AddressBound bound => StoreBound(bound),
        AddressReleased released => StoreReleased(released),
        SgtAssigned assigned => StoreOfDevice(assigned.Device, assigned, d => d.Assignments, (d, list) => d with { Assignments = list }),
        DeviceDiscovered found => StoreOfDevice(found.Device, found, d => d.Descriptions, (d, list) => d with { Descriptions = list }),
        SgtMapped mapped => StoreMapping(mapped),
        SecurityGroupNamed named => StoreGroupName(named),
        InterfaceNamed named => _interfaces.Learn(named) ? ApplyOutcome.Applied : ApplyOutcome.Duplicate,
        _ => ApplyOutcome.Refused,
    };

    private ApplyOutcome StoreSession(SessionChanged entry)
    {
        var id = entry.Device.Value;
        var device = _devices.GetValueOrDefault(id, DeviceFacts.Empty);
        var at = Array.FindIndex(device.Sessions, s => string.Equals(s.Key, entry.Key, StringComparison.Ordinal));
        var events = at < 0 ? [] : device.Sessions[at].Events;
        if (entry.AtMs <= device.FoldedMs)
        {
            return ApplyOutcome.Stale;
        }

        if (!FactList.Insert(ref events, entry))
        {
            return ApplyOutcome.Duplicate;
        }

        Discard(FactList.Limit(ref events, _options.MaxFactsPerDevice));
        var changed = new SessionFacts(entry.Key, events);
        SessionFacts[] sessions = at < 0 ? [.. device.Sessions, changed] : [.. device.Sessions];
        at = at < 0 ? sessions.Length - 1 : at;
        sessions[at] = changed;
        FactList.Settle(sessions, at, static (a, b) => IdentityEvent.Compare(a.Events[0], b.Events[0]));
        Discard(FactList.Limit(ref sessions, _options.MaxFactsPerDevice));
        _devices[id] = device with { Sessions = sessions };
        foreach (var address in entry.Addresses)
        {
            LinkSession(address.Value, id);
        }

        if (entry.User is { } user)
        {
            LinkUser(user.Key, id);
        }

        CompactDevice(id);
        return Outcome(entry, _devices.GetValueOrDefault(id, DeviceFacts.Empty).Sessions.Any(s => Array.IndexOf(s.Events, entry) >= 0));
    }

    private ApplyOutcome StoreBound(AddressBound entry)
    {
        var address = entry.Address.Value;
        var facts = _addresses.GetValueOrDefault(address, AddressFacts.Empty);
        var bound = facts.Bound;
        if (entry.LastMs <= facts.FoldedMs)
        {
            return ApplyOutcome.Stale;
        }

        if (!FactList.Insert(ref bound, entry))
        {
            return ApplyOutcome.Duplicate;
        }

        Discard(FactList.Limit(ref bound, _options.MaxFactsPerAddress));
        _addresses[address] = facts with { Bound = bound };
        LinkAddress(entry.Holder, address);
        CompactAddress(address);
        return Outcome(
            entry,
            Array.Exists(
                _addresses.GetValueOrDefault(address, AddressFacts.Empty).Bound,
                b => b.Mac == entry.Mac && b.Source == entry.Source && b.AtMs <= entry.AtMs && b.LastMs >= entry.LastMs));
    }

    private ApplyOutcome StoreReleased(AddressReleased entry)
    {
        var address = entry.Address.Value;
        var facts = _addresses.GetValueOrDefault(address, AddressFacts.Empty);
        var released = facts.Released;
        if (!FactList.Insert(ref released, entry))
        {
            return ApplyOutcome.Duplicate;
        }

        Discard(FactList.Limit(ref released, _options.MaxFactsPerAddress));
        _addresses[address] = facts with { Released = released };
        CompactAddress(address);
        return ApplyOutcome.Applied;
    }

    private ApplyOutcome StoreOfDevice<T>(
        UInt128 id, T entry, Func<DeviceFacts, T[]> read, Func<DeviceFacts, T[], DeviceFacts> write)
        where T : IdentityEvent
    {
        var device = _devices.GetValueOrDefault(id, DeviceFacts.Empty);
        var list = read(device);
        if (!FactList.Insert(ref list, entry))
        {
            return ApplyOutcome.Duplicate;
        }

        Discard(FactList.Limit(ref list, _options.MaxFactsPerDevice));
        _devices[id] = write(device, list);
        CompactDevice(id);
        return Outcome(entry, Array.IndexOf(read(_devices.GetValueOrDefault(id, DeviceFacts.Empty)), entry) >= 0);
    }

    private ApplyOutcome StoreMapping(SgtMapped entry)
    {
        var mapping = _mappings.GetOrAdd(entry.Vpn, static _ => new(Comparer<ushort>.Default));
        var changed = Sgts.IsGroup(entry.Sgt)
            ? mapping.Set(entry.Prefix, entry.Length, entry.Sgt, entry.AtMs)
            : mapping.Remove(entry.Prefix, entry.Length, entry.AtMs);
        return changed ? ApplyOutcome.Applied : ApplyOutcome.Duplicate;
    }

    private ApplyOutcome StoreGroupName(SecurityGroupNamed entry)
    {
        var names = _groupNames.GetValueOrDefault(entry.Name, []);
        if (!FactList.Insert(ref names, entry))
        {
            return ApplyOutcome.Duplicate;
        }

        Discard(FactList.Limit(ref names, _options.MaxFactsPerDevice));
        _groupNames[entry.Name] = names;
        return ApplyOutcome.Applied;
    }

    private ApplyOutcome Outcome(IdentityEvent entry, bool isKept) =>
        isKept || entry.AtMs > CutMs ? ApplyOutcome.Applied : ApplyOutcome.Stale;

    private void LinkSession(UInt128 address, UInt128 device)
    {
        var facts = _addresses.GetValueOrDefault(address, AddressFacts.Empty);
        if (Array.IndexOf(facts.SessionHolders, device) < 0)
        {
            UInt128[] holders = [.. facts.SessionHolders, device];
            Discard(FactList.Limit(ref holders, _options.MaxFactsPerAddress));
            _addresses[address] = facts with { SessionHolders = holders };
        }

        LinkAddress(device, address);
    }

    private void LinkAddress(UInt128 device, UInt128 address)
    {
        var facts = _devices.GetValueOrDefault(device, DeviceFacts.Empty);
        if (Array.IndexOf(facts.Addresses, address) < 0)
        {
            UInt128[] addresses = [.. facts.Addresses, address];
            Discard(FactList.Limit(ref addresses, _options.MaxFactsPerDevice));
            _devices[device] = facts with { Addresses = addresses };
        }
    }

    private void LinkUser(string user, UInt128 device)
    {
        var devices = _users.GetValueOrDefault(user, []);
        if (Array.IndexOf(devices, device) < 0)
        {
            devices = [.. devices, device];
            Discard(FactList.Limit(ref devices, _options.MaxDevicesPerUser));
            _users[user] = devices;
        }
    }

    private void Discard(int facts) => Interlocked.Add(ref _discarded, facts);
}
