namespace Clarion.Grains.Interfaces.Devices;

/// <summary>What one commit of one partition says about a device. Sums may be negative (unsigned ones as two's complement): rows that are taken back.</summary>
[GenerateSerializer, Immutable, Alias("clarion.DeviceUpdate")]
public sealed class DeviceUpdate
{
    /// <summary>The partition.</summary>
    [Id(0)] public required int Partition { get; init; }

    /// <summary>Its commit.</summary>
    [Id(1)] public required long CommitNumber { get; init; }

    /// <summary>The commit that the partition told before, unless that is known to be durable; 0 = none.</summary>
    [Id(10)] public long Previous { get; init; }

    /// <summary>Sums per bucket.</summary>
    [Id(2)] public required BucketUsage[] Buckets { get; init; }

    /// <summary>Peers with what was exchanged.</summary>
    [Id(3)] public required PeerDelta[] Peers { get; init; }

    /// <summary>Services used or served.</summary>
    [Id(4)] public required ServiceDelta[] Services { get; init; }

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

    /// <summary>For a provisional device that only gave rows back: whose they are; else null.</summary>
    [Id(11)] public string? Became { get; init; }
}

/// <summary>What was exchanged with one peer.</summary>
/// <param name="Peer">DeviceId number, or the network of an external peer.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes, both directions.</param>
[GenerateSerializer, Immutable, Alias("clarion.PeerDelta")]
public readonly record struct PeerDelta([property: Id(0)] UInt128 Peer, [property: Id(1)] long Flows, [property: Id(2)] ulong Bytes);

/// <summary>What went over one service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes, both directions.</param>
[GenerateSerializer, Immutable, Alias("clarion.ServiceDelta")]
public readonly record struct ServiceDelta(
    [property: Id(0)] ServiceKey Service, [property: Id(1)] long Flows, [property: Id(2)] ulong Bytes);

/// <summary>A service as one end sees it.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Serves">True when the entity is the server.</param>
[GenerateSerializer, Immutable, Alias("clarion.ServiceKey")]
public readonly record struct ServiceKey([property: Id(0)] byte Protocol, [property: Id(1)] ushort Port, [property: Id(2)] bool Serves);

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
/// <param name="MergedInto">For a provisional device: what it became when it was last heard of; else null.</param>
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
    [property: Id(10)] string? MergedInto);

/// <summary>A device's state for a checkpoint.</summary>
/// <param name="State">Serialized state; null when another partition's checkpoint has brought what this one told into the store.</param>
/// <param name="View">The same as a view, for the listing row.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("clarion.DeviceCheckpoint")]
public sealed record DeviceCheckpoint(
    [property: Id(0)] byte[]? State, [property: Id(1)] DeviceView? View, [property: Id(2)] long Version)
{
    /// <summary>Nothing to write.</summary>
    public static DeviceCheckpoint Durable { get; } = new(null, null, 0);
}
