using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Switches;

/// <summary>One switch or router that exports flows (key: exporter address).</summary>
[Alias("clarion.ISwitchGrain")]
public interface ISwitchGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds what a partition has committed. An update at or below the last one of that partition is ignored.
    /// </summary>
    /// <returns>False when an earlier update is missing here: the partition must repeat what it has not made durable.</returns>
    [Alias("Apply")]
    ValueTask<bool> Apply(SwitchUpdate update);

    /// <summary>State for a partition's checkpoint; null when the commit, which the partition has told, is missing here.</summary>
    [Alias("Checkpoint")]
    ValueTask<SwitchCheckpoint?> Checkpoint(int partition, long commitNumber);

    /// <summary>Says that a partition has made this commit durable.</summary>
    /// <param name="partition">Who wrote.</param>
    /// <param name="commitNumber">Its commit.</param>
    /// <param name="version">Version of the state that it wrote: what other partitions had told by then is durable too.</param>
    /// <returns>False when the commit is missing here: the partition must tell it again.</returns>
    [Alias("Confirm")]
    ValueTask<bool> Confirm(int partition, long commitNumber, long version);

    /// <summary>The switch now; null when it has never been seen.</summary>
    [Alias("Get"), AlwaysInterleave]
    ValueTask<SwitchView?> Get();
}

/// <summary>What one commit of one partition says about a switch.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SwitchUpdate")]
public sealed class SwitchUpdate
{
    /// <summary>The partition.</summary>
    [Id(0)] public required int Partition { get; init; }

    /// <summary>Its commit.</summary>
    [Id(1)] public required long CommitNumber { get; init; }

    /// <summary>The commit that the partition told before, unless that is known to be durable; 0 = none.</summary>
    [Id(7)] public long Previous { get; init; }

    /// <summary>Sums per bucket.</summary>
    [Id(2)] public required BucketUsage[] Buckets { get; init; }

    /// <summary>Traffic per interface: bytes toward the network from it are "sent".</summary>
    [Id(3)] public required InterfaceUsage[] Interfaces { get; init; }

    /// <summary>Devices seen at access ports.</summary>
    [Id(4)] public required AttachedDevice[] Attached { get; init; }

    /// <summary>Earliest flow start, Unix milliseconds.</summary>
    [Id(5)] public long FirstMs { get; init; }

    /// <summary>Latest flow end, Unix milliseconds.</summary>
    [Id(6)] public long LastMs { get; init; }
}

/// <summary>Traffic of one interface.</summary>
/// <param name="Interface">ifIndex.</param>
/// <param name="Usage">Sums.</param>
/// <param name="LastMs">Latest flow end, Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("clarion.InterfaceUsage")]
public readonly record struct InterfaceUsage([property: Id(0)] uint Interface, [property: Id(1)] Usage Usage, [property: Id(2)] long LastMs);

/// <summary>A device at an access port.</summary>
/// <param name="Device">DeviceId text.</param>
/// <param name="Interface">ifIndex.</param>
/// <param name="Vlan">VLAN.</param>
/// <param name="LastMs">Last seen there, Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("clarion.AttachedDevice")]
public readonly record struct AttachedDevice(
    [property: Id(0)] string Device, [property: Id(1)] uint Interface, [property: Id(2)] ushort Vlan, [property: Id(3)] long LastMs);

/// <summary>A switch as it is now.</summary>
/// <param name="Id">Exporter address.</param>
/// <param name="FirstMs">First flow, Unix milliseconds.</param>
/// <param name="LastMs">Last flow, Unix milliseconds.</param>
/// <param name="Total">Sums since first seen.</param>
/// <param name="Recent">Recent five-minute buckets, oldest first.</param>
/// <param name="Interfaces">Interfaces by number.</param>
/// <param name="Attached">Devices at access ports, newest first, bounded.</param>
/// <param name="AttachedTotal">How many devices are known to be attached.</param>
[GenerateSerializer, Immutable, Alias("clarion.SwitchView")]
public sealed record SwitchView(
    [property: Id(0)] string Id,
    [property: Id(1)] long FirstMs,
    [property: Id(2)] long LastMs,
    [property: Id(3)] Usage Total,
    [property: Id(4)] IReadOnlyList<BucketUsage> Recent,
    [property: Id(5)] IReadOnlyList<InterfaceUsage> Interfaces,
    [property: Id(6)] IReadOnlyList<AttachedDevice> Attached,
    [property: Id(7)] int AttachedTotal);

/// <summary>A switch's state for a checkpoint.</summary>
/// <param name="State">Serialized state; null when another partition's checkpoint has brought what this one told into the store.</param>
/// <param name="View">The same as a view.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("clarion.SwitchCheckpoint")]
public sealed record SwitchCheckpoint([property: Id(0)] byte[]? State, [property: Id(1)] SwitchView? View, [property: Id(2)] long Version)
{
    /// <summary>Nothing to write.</summary>
    public static SwitchCheckpoint Durable { get; } = new(null, null, 0);
}
