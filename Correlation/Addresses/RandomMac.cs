using Clarion.Flows;

namespace Clarion.Correlation.Addresses;

/// <summary>
/// MAC addresses that are likely made up by the device and will be others next time: those that no manufacturer has given (second-least bit of the first octet,
/// IEEE 802) and whose beginning is not one that software or people are known to number from.
/// </summary>
public static class RandomMac
{
    private const int Bits = 48;

    // That one of these is random has a probability of 1 in 16,000 at most.
    private static readonly (ulong Prefix, int Length)[] Explained =
    [
        (0x52_54_00, 24), // QEMU and KVM
        (0x02_42, 16), // Docker
        (0x0A_58, 16), // Kubernetes, by the address
        (0x02_00_00, 24), // numbered by hand
        (0x02_00_4C, 24), // Microsoft's loopback adapter
        (0xAA_00_04, 24), // DECnet
    ];

    /// <summary>Ranges of locally administered MACs that are explained, both ends included.</summary>
    public static IReadOnlyList<(ulong From, ulong To)> ExplainedRanges { get; } =
        [.. Explained.Select(one => (one.Prefix << (Bits - one.Length), (one.Prefix << (Bits - one.Length)) | ((1UL << (Bits - one.Length)) - 1)))];

    /// <summary>True when the MAC is likely random.</summary>
    public static bool IsLikely(MacAddr mac) => mac.IsLocal && !mac.IsGroup && !IsExplained(mac.Value);

    /// <summary>The same of a device's id as text; false while its MAC is not known.</summary>
    public static bool IsLikely(string device) => DeviceId.TryParse(device, out var id) && id.IsMac && IsLikely(id.Mac);

    // Asked of both ends of every flow that is correlated: allocates nothing.
    private static bool IsExplained(ulong mac)
    {
        foreach (var (prefix, length) in Explained)
        {
            if (mac >> (Bits - length) == prefix)
            {
                return true;
            }
        }

        return false;
    }
}
