using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Correlation.Bindings;

/// <summary>What flows show of addresses and MACs, as facts of the identity index. They are kept as bindings, not in the identity log.</summary>
public static class Sightings
{
    /// <summary>The fact of a binding interval.</summary>
    public static AddressBound Bound(in Binding binding) => new()
    {
        AtMs = binding.FirstMs,
        ArrivedMs = binding.LastMs,
        Source = IdentitySource.Flow,
        Address = binding.Address,
        Mac = binding.Mac,
        LastMs = binding.LastMs,
        Place = binding.Exporter.IsNone
            ? null
            : new NetworkPlace { Switch = binding.Exporter, Interface = binding.Interface, Vlan = binding.Vlan },
    };

    /// <summary>The fact that a MAC turned out to be a router's.</summary>
    public static AddressReleased Revoked(IpAddr address, MacAddr mac, long sinceMs, long nowMs) => new()
    {
        AtMs = nowMs,
        ArrivedMs = nowMs,
        Source = IdentitySource.Flow,
        Address = address,
        Mac = mac,
        RevokedSinceMs = Math.Max(1, sinceMs),
    };
}
