using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>What one source says of a device and an address: from then until then.</summary>
/// <param name="FromMs">Unix milliseconds, inclusive.</param>
/// <param name="ToMs">Exclusive; <see cref="long.MaxValue"/> while it holds.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Place">Where the device was then; null when not stated.</param>
public readonly record struct AddressStay(long FromMs, long ToMs, IdentitySource Source, NetworkPlace? Place);
