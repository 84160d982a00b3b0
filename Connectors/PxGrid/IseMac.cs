using Clarion.Flows;

namespace Clarion.Connectors.PxGrid;

/// <summary>MACs as ISE writes them: upper case, colons.</summary>
internal static class IseMac
{
    /// <summary>ISE's spelling; what is no MAC stays as it is, for ISE to refuse.</summary>
    public static string Of(string mac) => MacAddr.TryParse(mac, out var address) ? address.ToString().ToUpperInvariant() : mac;
}
