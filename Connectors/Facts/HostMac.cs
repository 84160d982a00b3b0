using System.Diagnostics.CodeAnalysis;
using Clarion.Flows;

namespace Clarion.Connectors.Facts;

/// <summary>MACs that name a device: not none, not a group's.</summary>
internal static class HostMac
{
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddr mac)
    {
        if (MacAddr.TryParse(text?.Trim(), out mac) && !mac.IsNone && !mac.IsGroup)
        {
            return true;
        }

        mac = default;
        return false;
    }
}
