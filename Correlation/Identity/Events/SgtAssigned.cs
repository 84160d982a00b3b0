using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>A device is given a security group from this moment, by a person, the access control or a directory; not by a session.</summary>
public sealed record SgtAssigned : IdentityEvent
{
    /// <summary>The device.</summary>
    public required MacAddr Mac { get; init; }

    /// <summary>The group; 0 takes the source's assignment back.</summary>
    public required ushort Sgt { get; init; }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [DeviceId.Of(Mac).ToString()];

    /// <inheritdoc />
    public override string StandingKey => $"assigned|{Mac}|{Source}";

    /// <inheritdoc />
    internal override string Content => string.Create(CultureInfo.InvariantCulture, $"{Mac}|{Sgt}");

    /// <summary>The device's key.</summary>
    internal UInt128 Device => DeviceId.Of(Mac).Value;
}
