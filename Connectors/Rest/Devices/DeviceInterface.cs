using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Devices;

/// <summary>One interface of a device, as a platform lists it.</summary>
/// <param name="Mac">Its MAC.</param>
/// <param name="Addresses">Its addresses, often one.</param>
/// <param name="Place">Where it is attached; null when not stated.</param>
/// <param name="SeenAt">When the platform saw it last; null when not stated.</param>
/// <param name="Sgt">Security group that ISE gave it, as the platform says; 0 = none.</param>
internal sealed record DeviceInterface(MacAddr Mac, IReadOnlyList<IpAddr> Addresses, NetworkPlace? Place = null, DateTimeOffset? SeenAt = null, ushort Sgt = 0);
