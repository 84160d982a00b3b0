using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>Who is this, at a moment? By address, by MAC, or both.</summary>
public readonly record struct DeviceQuestion
{
    /// <summary>Asks by address.</summary>
    public DeviceQuestion(IpAddr address, long atMs)
    {
        Address = address;
        AtMs = atMs;
    }

    /// <summary>Asks by MAC.</summary>
    public DeviceQuestion(MacAddr mac, long atMs)
    {
        Mac = mac;
        AtMs = atMs;
    }

    /// <summary>Asks by a device: by its MAC, or by its address while that is not known.</summary>
    public DeviceQuestion(DeviceId device, long atMs)
    {
        Mac = device.Mac;
        Address = device.Address;
        AtMs = atMs;
    }

    /// <summary>The address; none when not known.</summary>
    public IpAddr Address { get; init; }

    /// <summary>The MAC seen with the address, which may be a router's; none when not known.</summary>
    public MacAddr Mac { get; init; }

    /// <summary>The moment, Unix milliseconds.</summary>
    public long AtMs { get; init; }

    /// <summary>The switch that saw the traffic; none when not known. Decides between devices that hold one address in different places.</summary>
    public IpAddr Switch { get; init; }

    /// <summary>Its interface towards the device; 0 when not known.</summary>
    public uint Interface { get; init; }

    /// <summary>
    /// True when the switch alone says nothing, only its interface: it forwards to destinations that are attached elsewhere.
    /// </summary>
    public bool InterfaceOnly { get; init; }

    /// <summary>Security group in the flow itself; 0 = unknown.</summary>
    public ushort FlowSgt { get; init; }

    /// <summary>VPN (VRF) for bindings of SXP; null for the default.</summary>
    public string? Vpn { get; init; }

    internal string VpnName => Vpn ?? SgtMapped.DefaultVpn;
}
