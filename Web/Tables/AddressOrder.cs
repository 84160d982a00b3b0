using Clarion.Flows;

namespace Clarion.Web.Tables;

/// <summary>Addresses in their own order, not that of their letters.</summary>
public static class AddressOrder
{
    /// <summary>A number to sort an address by; what is none comes first.</summary>
    public static UInt128 Of(string text) => IpAddr.TryParse(text, out var address) ? address.Value : UInt128.Zero;
}
