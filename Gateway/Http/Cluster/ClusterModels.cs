namespace Clarion.Gateway.Http.Cluster;

/// <summary>The processes that hold grains, and what they hold.</summary>
/// <param name="Silos">Silos, the living first; the dead for a day.</param>
/// <param name="Grains">Grains in memory, by kind, the most numerous first.</param>
/// <param name="Partitions">Partitions of the delta stream.</param>
public sealed record ClusterModel(
    IReadOnlyList<SiloModel> Silos, IReadOnlyList<GrainKindModel> Grains, IReadOnlyList<ClusterPartitionModel> Partitions);

/// <summary>A silo.</summary>
/// <param name="Name">Its name: the machine's, with its port in a cluster.</param>
/// <param name="Address">Address, port and generation: a process that is started again is another silo.</param>
/// <param name="Host">Machine.</param>
/// <param name="Status"><c>joining</c>, <c>active</c>, <c>leaving</c>, <c>stopping</c> or <c>dead</c>.</param>
/// <param name="StartedAt">Start of its process, UTC.</param>
/// <param name="Grains">Grains it holds in memory.</param>
/// <param name="Partitions">Numbers of the partitions it holds.</param>
public sealed record SiloModel(
    string Name, string Address, string Host, string Status, DateTimeOffset StartedAt, long Grains, IReadOnlyList<int> Partitions);

/// <summary>Grains of a kind.</summary>
/// <param name="Kind">For example <c>device</c>.</param>
/// <param name="Count">How many are in memory.</param>
public sealed record GrainKindModel(string Kind, long Count);

/// <summary>A partition; <c>/queue</c> says what waits for it.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Silo">Name of the silo that holds it; its address when the name is not known.</param>
/// <param name="Receiver">Name of the silo that reads its queue; null with a queue in memory.</param>
/// <param name="Commits">Commits so far.</param>
/// <param name="UntoldCommits">Commits that entities have not made durable yet: they are told again after a crash.</param>
/// <param name="OpenConversations">Conversations that are merged and not committed.</param>
/// <param name="Gaps">Windows left out until the gateway has sent those before them again.</param>
/// <param name="Fault">Why the last commit failed; null when it did not.</param>
public sealed record ClusterPartitionModel(
    int Partition, string Silo, string? Receiver, long Commits, long UntoldCommits, int OpenConversations, long Gaps, string? Fault);
