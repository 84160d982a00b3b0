using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>
/// An address belongs to a device from this moment: a lease, a fixed address, a sighting on the wire or a platform's record, by
/// <see cref="IdentityEvent.Source"/>. Sessions state theirs in <see cref="SessionChanged"/>.
/// </summary>
public sealed record AddressBound : IdentityEvent
{
    private readonly long _lastMs;

    /// <summary>The address.</summary>
    public required IpAddr Address { get; init; }

    /// <summary>Who holds it.</summary>
    public required MacAddr Mac { get; init; }

    /// <summary>End of the lease, Unix milliseconds, exclusive; 0 when the source gives none.</summary>
    public long UntilMs { get; init; }

    /// <summary>Last sighting of an unbroken run of them, Unix milliseconds, inclusive; never before the first.</summary>
    public long LastMs
    {
        get => Math.Max(_lastMs, AtMs);
        init => _lastMs = value;
    }

    /// <summary>Where; null when not stated.</summary>
    public NetworkPlace? Place { get; init; }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [Address.ToString(), DeviceId.Of(Mac).ToString()];

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Address}|{Mac}|{UntilMs}|{LastMs}|{Place}");

    /// <summary>The holder as a device.</summary>
    internal UInt128 Holder => DeviceId.Of(Mac).Value;
}
