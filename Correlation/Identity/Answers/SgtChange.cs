using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>The security group of a device changed.</summary>
/// <param name="Device">The device.</param>
/// <param name="From">The group before; 0 = unknown.</param>
/// <param name="To">The group after; 0 = unknown.</param>
/// <param name="Provenance">Where the group after was learnt.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Source">Who stated what the group after follows from; none when no group is known any more.</param>
/// <param name="Reason">What it follows from, for people: the session, the mapped address, the person's directory groups. Texts in it are untrusted.</param>
public readonly record struct SgtChange(
    DeviceId Device, ushort From, ushort To, SgtProvenance Provenance, long AtMs, IdentitySource Source, string Reason);
