using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Correlation.Identity.Lanes;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>What the sources say of a device over time, each for itself: where they differ is for people to see.</summary>
public sealed partial class IdentityIndex
{
    /// <summary>
    /// Lanes of a device by kind and source, as far back as facts are kept: its addresses and ports by everybody who states them, what its sessions say, and every
    /// attribute that platforms, profilers and directories describe it with.
    /// </summary>
    public IReadOnlyList<DeviceLane> LanesOf(DeviceId device)
    {
        if (!_devices.TryGetValue(device.Value, out var facts))
        {
            return [];
        }

        var lanes = new LaneBuilder();
        var places = new List<AddressStay>();
        foreach (var address in facts.Addresses.Select(value => new IpAddr(value)))
        {
            foreach (var stay in StatedStaysOf(device, address, holdMs: 0))
            {
                lanes.Add(DeviceLane.Address, stay.Source, stay.FromMs, stay.ToMs, address.ToString());
                places.Add(stay);
            }
        }

        foreach (var bySource in places.GroupBy(stay => stay.Source))
        {
            AddPorts(lanes, [.. bySource.OrderBy(stay => stay.FromMs)]);
        }

        foreach (var session in SessionsOf(device))
        {
            AddSession(lanes, facts, session);
        }

        foreach (var bySource in facts.Descriptions.GroupBy(description => description.Source))
        {
            AddDescriptions(lanes, [.. bySource]);
        }

        return lanes.Lanes();
    }

    // Each statement of a session is the whole of it; only addresses live on when a newer one lacks them.
    private void AddSession(LaneBuilder lanes, DeviceFacts facts, in SessionInterval session)
    {
        var (fromMs, toMs, key) = (session.FromMs, session.ToMs, session.Content.Key);
        var statements = facts.Sessions.First(one => string.Equals(one.Key, key, StringComparison.Ordinal)).Events
            .Where(e => e.IsLive && e.AtMs >= fromMs && e.AtMs < toMs).ToArray();
        var addresses = (IReadOnlyList<IpAddr>)[];
        for (var i = 0; i < statements.Length; i++)
        {
            var (said, isLast) = (statements[i], i + 1 == statements.Length);
            var (until, ending) = isLast ? (toMs, session.Ending) : (statements[i + 1].AtMs, SessionEnding.None);
            addresses = said.Addresses.Count > 0 ? said.Addresses : addresses;
            foreach (var address in addresses)
            {
                Add(DeviceLane.Address, address.ToString());
            }

            Add(DeviceLane.Port, PlaceName(said.Place));
            Add(DeviceLane.User, said.User?.Key ?? said.Machine?.Key);
            Add(DeviceLane.Posture, said.Posture);
            Add(DeviceLane.Profile, said.Profile);

            void Add(string kind, string? value) => lanes.Add(kind, said.Source, said.AtMs, until, value, ending);
        }
    }

    // Whichever address it used: until it is seen at another port, or not seen for long, it has stayed where it was.
    private void AddPorts(LaneBuilder lanes, AddressStay[] stays)
    {
        for (var i = 0; i < stays.Length; i++)
        {
            var (stay, place) = (stays[i], PlaceName(stays[i].Place));
            var nextMs = i + 1 < stays.Length && PlaceName(stays[i + 1].Place) == place && stays[i + 1].FromMs - stay.ToMs <= _holdMs ? stays[i + 1].FromMs : 0;
            lanes.Add(DeviceLane.Port, stay.Source, stay.FromMs, Math.Max(stay.ToMs, nextMs), place);
        }
    }

    // A description of a source replaces its earlier ones.
    private static void AddDescriptions(LaneBuilder lanes, DeviceDiscovered[] descriptions)
    {
        for (var i = 0; i < descriptions.Length; i++)
        {
            var untilMs = i + 1 < descriptions.Length ? descriptions[i + 1].AtMs : long.MaxValue;
            foreach (var (name, value) in descriptions[i].Attributes)
            {
                lanes.Add(name, descriptions[i].Source, descriptions[i].AtMs, untilMs, value);
            }
        }
    }

    /// <summary>When a device held an address by any source, its sessions included.</summary>
    private IReadOnlyList<AddressStay> StaysOf(DeviceId device, IpAddr address) =>
    [
        .. StatedStaysOf(device, address, _holdMs),
        .. SessionsOf(device).Where(session => session.Content.Holds(address.Value))
            .Select(session => new AddressStay(session.FromMs, session.ToMs, session.Content.Source, session.Content.Place)),
    ];

    // By every source but sessions: a sighting while it lasted and a while after; a lease or record until its end, its release, or another device's.
    private IEnumerable<AddressStay> StatedStaysOf(DeviceId device, IpAddr address, long holdMs)
    {
        var facts = _addresses.GetValueOrDefault(address.Value, AddressFacts.Empty);
        foreach (var bound in facts.Bound.Where(bound => bound.Holder == device.Value && !Array.Exists(facts.Released, released => released.Revokes(bound))))
        {
            var endMs = bound.Source.IsObservation() ? bound.LastMs + 1 + holdMs : bound.UntilMs == 0 ? long.MaxValue : bound.UntilMs;
            var releasedMs = Earliest(facts.Released.Where(released => released.Ends(bound)).Select(released => released.AtMs));
            var takenMs = Earliest(
                facts.Bound.Where(other => other.Source == bound.Source && other.Holder != bound.Holder && other.AtMs > bound.AtMs).Select(other => other.AtMs));
            yield return new AddressStay(bound.AtMs, Math.Min(endMs, Math.Min(releasedMs, takenMs)), bound.Source, bound.Place);
        }

        static long Earliest(IEnumerable<long> moments) => moments.DefaultIfEmpty(long.MaxValue).Min();
    }

    private string? PlaceName(NetworkPlace? place)
    {
        if (place is null || (place.Switch.IsNone && place.Port.Length == 0))
        {
            return null;
        }

        var port = place.Port.Length > 0 ? place.Port
            : place.Interface == 0 ? ""
            : InterfaceNameOf(place.Switch, place.Interface) is { Length: > 0 } name ? name
            : string.Create(CultureInfo.InvariantCulture, $"port {place.Interface}");
        var vlan = place.Vlan == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"VLAN {place.Vlan}");
        return string.Join(' ', new[] { place.Switch.IsNone ? "" : place.Switch.ToString(), port, vlan }.Where(part => part.Length > 0));
    }
}
