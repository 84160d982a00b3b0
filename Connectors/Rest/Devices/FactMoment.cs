using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Devices;

/// <summary>Makes facts of one moment.</summary>
/// <param name="AtMs">When they became true, Unix milliseconds.</param>
/// <param name="ArrivedMs">When they were read, Unix milliseconds.</param>
/// <param name="Source">What kind of platform tells them.</param>
internal readonly record struct FactMoment(long AtMs, long ArrivedMs, IdentitySource Source)
{
    /// <summary>What the platform knows about a device; no attributes: nothing any more.</summary>
    public DeviceDiscovered Discovered(MacAddr mac, IReadOnlyDictionary<string, string> attributes) =>
        new() { AtMs = AtMs, ArrivedMs = ArrivedMs, Source = Source, Mac = mac, Attributes = attributes };

    /// <summary>The device holds the address.</summary>
    public AddressBound Bound(MacAddr mac, IpAddr address, NetworkPlace? place) =>
        new() { AtMs = AtMs, ArrivedMs = ArrivedMs, Source = Source, Mac = mac, Address = address, Place = place };

    /// <summary>The device no longer holds the address.</summary>
    public AddressReleased Released(MacAddr mac, IpAddr address) =>
        new() { AtMs = AtMs, ArrivedMs = ArrivedMs, Source = Source, Mac = mac, Address = address };

    /// <summary>The device is in a security group; 0 = no longer in the one that was told.</summary>
    public SgtAssigned Assigned(MacAddr mac, ushort sgt) =>
        new() { AtMs = AtMs, ArrivedMs = ArrivedMs, Source = Source, Mac = mac, Sgt = sgt };
}
