using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>A lease was given back, or a fixed address or platform's record was deleted: what the source said before no longer holds.</summary>
public sealed record AddressReleased : IdentityEvent
{
    /// <summary>The address.</summary>
    public required IpAddr Address { get; init; }

    /// <summary>Who held it.</summary>
    public required MacAddr Mac { get; init; }

    /// <summary>
    /// 0 for a release. Else the source takes back what it said from this moment (Unix milliseconds) on, as if it had never said it: the MAC turned
    /// out to be a router's. The only fact that changes answers about a time before itself.
    /// </summary>
    public long RevokedSinceMs { get; init; }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [Address.ToString(), DeviceId.Of(Mac).ToString()];

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Address}|{Mac}|{RevokedSinceMs}");

    /// <summary>The holder as a device.</summary>
    internal UInt128 Holder => DeviceId.Of(Mac).Value;

    /// <summary>True when the binding was taken back altogether.</summary>
    internal bool Revokes(AddressBound bound) =>
        RevokedSinceMs != 0 && bound.Mac == Mac && bound.Source == Source && bound.AtMs >= RevokedSinceMs && bound.AtMs <= AtMs;

    /// <summary>True when the binding ends here.</summary>
    internal bool Ends(AddressBound bound) =>
        RevokedSinceMs == 0 && bound.Mac == Mac && bound.Source == Source && bound.LastMs <= AtMs;
}
