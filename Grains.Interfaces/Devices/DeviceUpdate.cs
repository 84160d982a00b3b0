namespace Clarion.Grains.Interfaces.Devices;

/// <summary>What one commit of one partition says about a device.</summary>
[GenerateSerializer, Immutable, Alias("clarion.DeviceUpdate")]
public sealed class DeviceUpdate
{
    /// <summary>The partition.</summary>
    [Id(0)] public required int Partition { get; init; }

    /// <summary>Its commit.</summary>
    [Id(1)] public required long CommitNumber { get; init; }

    /// <summary>Sums per bucket.</summary>
    [Id(2)] public required BucketUsage[] Buckets { get; init; }

    /// <summary>Peers with what was exchanged.</summary>
    [Id(3)] public required PeerUsage[] Peers { get; init; }

    /// <summary>Services used or served.</summary>
    [Id(4)] public required ServiceUsage[] Services { get; init; }

    /// <summary>Addresses the device had.</summary>
    [Id(5)] public required UInt128[] Addresses { get; init; }

    /// <summary>Newest group tag in flows; 0 = none seen.</summary>
    [Id(6)] public ushort Sgt { get; init; }

    /// <summary>Earliest flow start, Unix milliseconds.</summary>
    [Id(7)] public long FirstMs { get; init; }

    /// <summary>Latest flow end, Unix milliseconds.</summary>
    [Id(8)] public long LastMs { get; init; }

    /// <summary>Access port, when this commit knows it.</summary>
    [Id(9)] public AccessPort? Port { get; init; }
}

/// <summary>Where a device is attached.</summary>
/// <param name="Switch">Exporter address.</param>
/// <param name="Interface">ifIndex.</param>
/// <param name="Vlan">VLAN; 0 = unknown.</param>
/// <param name="SeenMs">When, Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("clarion.AccessPort")]
public sealed record AccessPort(
    [property: Id(0)] string Switch, [property: Id(1)] uint Interface, [property: Id(2)] ushort Vlan, [property: Id(3)] long SeenMs);

/// <summary>A group tag the device carried in flows.</summary>
/// <param name="Sgt">The tag.</param>
/// <param name="FirstMs">First seen, Unix milliseconds.</param>
/// <param name="LastMs">Last seen, Unix milliseconds.</param>
/// <param name="Source">Who said so: "flow".</param>
[GenerateSerializer, Immutable, Alias("clarion.SgtSighting")]
public sealed record SgtSighting(
    [property: Id(0)] ushort Sgt, [property: Id(1)] long FirstMs, [property: Id(2)] long LastMs, [property: Id(3)] string Source);

/// <summary>A device as it is now.</summary>
/// <param name="Id">MAC or <c>ip:…</c>.</param>
/// <param name="Addresses">Addresses, newest first, at most eight.</param>
/// <param name="Sgts">Group tags, newest first, at most eight.</param>
/// <param name="Port">Access port; null when unknown.</param>
/// <param name="FirstMs">First flow, Unix milliseconds.</param>
/// <param name="LastMs">Last flow, Unix milliseconds.</param>
/// <param name="Total">Sums since first seen.</param>
/// <param name="Recent">Recent five-minute buckets, oldest first.</param>
/// <param name="Peers">Largest peers.</param>
/// <param name="Services">Largest services.</param>
/// <param name="MergedInto">For a provisional device: what it became; else null.</param>
/// <param name="Absorbed">Provisional devices that became this one.</param>
[GenerateSerializer, Immutable, Alias("clarion.DeviceView")]
public sealed record DeviceView(
    [property: Id(0)] string Id,
    [property: Id(1)] IReadOnlyList<string> Addresses,
    [property: Id(2)] IReadOnlyList<SgtSighting> Sgts,
    [property: Id(3)] AccessPort? Port,
    [property: Id(4)] long FirstMs,
    [property: Id(5)] long LastMs,
    [property: Id(6)] Usage Total,
    [property: Id(7)] IReadOnlyList<BucketUsage> Recent,
    [property: Id(8)] IReadOnlyList<PeerUsage> Peers,
    [property: Id(9)] IReadOnlyList<ServiceUsage> Services,
    [property: Id(10)] string? MergedInto,
    [property: Id(11)] IReadOnlyList<string> Absorbed);

/// <summary>A device's state for a checkpoint.</summary>
/// <param name="State">Serialized state.</param>
/// <param name="View">The same as a view, for the listing row.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("clarion.DeviceCheckpoint")]
public sealed record DeviceCheckpoint([property: Id(0)] byte[] State, [property: Id(1)] DeviceView View, [property: Id(2)] long Version);
