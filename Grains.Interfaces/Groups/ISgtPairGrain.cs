using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Groups;

/// <summary>One cell of the observed matrix (key: <c>source:destination</c>).</summary>
[Alias("clarion.ISgtPairGrain")]
public interface ISgtPairGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds what a partition has committed. An update at or below the last one of that partition is ignored.
    /// </summary>
    /// <returns>False when an earlier update is missing here: the partition must repeat what it has not made durable.</returns>
    [Alias("Apply")]
    ValueTask<bool> Apply(SgtPairUpdate update);

    /// <summary>State for a partition's checkpoint; null when the commit, which the partition has told, is missing here.</summary>
    [Alias("Checkpoint")]
    ValueTask<SgtPairCheckpoint?> Checkpoint(int partition, long commitNumber);

    /// <summary>Says that a partition has made this commit durable.</summary>
    /// <param name="partition">Who wrote.</param>
    /// <param name="commitNumber">Its commit.</param>
    /// <param name="version">Version of the state that it wrote: what other partitions had told by then is durable too.</param>
    /// <returns>False when the commit is missing here: the partition must tell it again.</returns>
    [Alias("Confirm")]
    ValueTask<bool> Confirm(int partition, long commitNumber, long version);

    /// <summary>The pair now; null when it has never been seen.</summary>
    [Alias("Get"), AlwaysInterleave]
    ValueTask<SgtPairView?> Get();
}

/// <summary>What one commit of one partition says about a pair.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SgtPairUpdate")]
public sealed class SgtPairUpdate
{
    /// <summary>The partition.</summary>
    [Id(0)] public required int Partition { get; init; }

    /// <summary>Its commit.</summary>
    [Id(1)] public required long CommitNumber { get; init; }

    /// <summary>The commit that the partition told before, unless that is known to be durable; 0 = none.</summary>
    [Id(8)] public long Previous { get; init; }

    /// <summary>Sums per protocol and server port.</summary>
    [Id(2)] public required PairService[] Services { get; init; }

    /// <summary>Hashes of the distinct clients of this commit.</summary>
    [Id(3)] public required ulong[] Clients { get; init; }

    /// <summary>Hashes of the distinct servers of this commit.</summary>
    [Id(4)] public required ulong[] Servers { get; init; }

    /// <summary>Days (Unix days) in which the flows ended.</summary>
    [Id(5)] public required int[] Days { get; init; }

    /// <summary>Earliest flow start, Unix milliseconds.</summary>
    [Id(6)] public long FirstMs { get; init; }

    /// <summary>Latest flow end, Unix milliseconds.</summary>
    [Id(7)] public long LastMs { get; init; }
}

/// <summary>Sums of one service within a pair; "sent" is client to server.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Usage">Sums.</param>
/// <param name="FirstMs">First seen, Unix milliseconds.</param>
/// <param name="LastMs">Last seen, Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("clarion.PairService")]
public readonly record struct PairService(
    [property: Id(0)] byte Protocol, [property: Id(1)] ushort Port, [property: Id(2)] Usage Usage,
    [property: Id(3)] long FirstMs, [property: Id(4)] long LastMs);

/// <summary>A pair as it is now.</summary>
/// <param name="SourceSgt">Group of the clients.</param>
/// <param name="DestinationSgt">Group of the servers.</param>
/// <param name="FirstMs">First flow, Unix milliseconds.</param>
/// <param name="LastMs">Last flow, Unix milliseconds.</param>
/// <param name="DaysSeen">On how many of the last 90 days.</param>
/// <param name="DistinctClients">Estimated, standard error about 6.5 %.</param>
/// <param name="DistinctServers">Estimated, standard error about 6.5 %.</param>
/// <param name="Total">Sums since first seen.</param>
/// <param name="Services">Services, largest first, at most 256; smaller ones are in the total.</param>
/// <param name="NewServicesLastDay">Services first seen in the last 24 hours.</param>
[GenerateSerializer, Immutable, Alias("clarion.SgtPairView")]
public sealed record SgtPairView(
    [property: Id(0)] int SourceSgt,
    [property: Id(1)] int DestinationSgt,
    [property: Id(2)] long FirstMs,
    [property: Id(3)] long LastMs,
    [property: Id(4)] int DaysSeen,
    [property: Id(5)] long DistinctClients,
    [property: Id(6)] long DistinctServers,
    [property: Id(7)] Usage Total,
    [property: Id(8)] IReadOnlyList<PairService> Services,
    [property: Id(9)] int NewServicesLastDay);

/// <summary>A pair's state for a checkpoint.</summary>
/// <param name="State">Serialized state; null when another partition's checkpoint has brought what this one told into the store.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("clarion.SgtPairCheckpoint")]
public sealed record SgtPairCheckpoint([property: Id(0)] byte[]? State, [property: Id(1)] long Version)
{
    /// <summary>Nothing to write.</summary>
    public static SgtPairCheckpoint Durable { get; } = new(null, 0);
}
