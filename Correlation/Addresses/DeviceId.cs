using System.Diagnostics.CodeAnalysis;
using Clarion.Flows;

namespace Clarion.Correlation.Addresses;

/// <summary>
/// Names a device: a MAC address, or an internal IP address whose MAC is not known yet (a provisional device, <c>ip:10.1.2.3</c>).
/// One 128-bit number, so it sorts, hashes and stores as one column: MAC addresses live in the otherwise unassigned range
/// <c>0:0:0:1::/64</c>, everything else is the address itself. Zero means "no device" (an external peer).
/// </summary>
/// <param name="Value">The encoded identity.</param>
public readonly record struct DeviceId(UInt128 Value)
{
    private const ulong MacTag = 1;

    /// <summary>No device.</summary>
    public static DeviceId None => default;

    /// <summary>True when there is no device.</summary>
    public bool IsNone => Value == UInt128.Zero;

    /// <summary>True when the device is known by its MAC.</summary>
    public bool IsMac => (ulong)(Value >> 64) == MacTag;

    /// <summary>The MAC, or none for a provisional device.</summary>
    public MacAddr Mac => IsMac ? new MacAddr((ulong)Value) : default;

    /// <summary>The address of a provisional device, else none.</summary>
    public IpAddr Address => IsMac ? IpAddr.None : new IpAddr(Value);

    /// <summary>The device with this MAC.</summary>
    public static DeviceId Of(MacAddr mac) => mac.IsNone ? None : new DeviceId(new UInt128(MacTag, mac.Value));

    /// <summary>The provisional device behind an internal address.</summary>
    public static DeviceId Of(IpAddr address) => new(address.Value);

    /// <summary>Parses a MAC in any usual form, or <c>ip:</c> and an address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        if (text is not null && text.StartsWith("ip:", StringComparison.OrdinalIgnoreCase) && IpAddr.TryParse(text[3..], out var address))
        {
            id = Of(address);
            return true;
        }

        if (MacAddr.TryParse(text, out var mac) && !mac.IsNone)
        {
            id = Of(mac);
            return true;
        }

        id = None;
        return false;
    }

    /// <summary><c>aa:bb:cc:dd:ee:ff</c>, <c>ip:10.1.2.3</c>, or empty.</summary>
    public override string ToString() => IsNone ? "" : IsMac ? Mac.ToString() : "ip:" + Address;
}
