using System.Net;
using Clarion.Gateway.Http.Cluster;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Tests.Http;

/// <summary>What is said of a cluster.</summary>
public sealed class ClusterTests
{
    private static readonly DateTimeOffset Now = Campus.Now;
    private static readonly SiloAddress One = SiloAddress.New(IPAddress.Loopback, 11111, 7);
    private static readonly SiloAddress Two = SiloAddress.New(IPAddress.Loopback, 11112, 8);
    private static readonly SiloAddress Gone = SiloAddress.New(IPAddress.Loopback, 11111, 3);
    private static readonly SiloAddress LongGone = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    [Fact]
    public void Silos_hold_grains_and_partitions_and_the_dead_are_shown_for_a_day()
    {
        var cluster = ClusterReader.Model(
            [
                Host(LongGone, "a", SiloStatus.Dead, Now.AddDays(-2)), Host(Gone, "a", SiloStatus.Dead, Now.AddHours(-2)), Host(Two, "b", SiloStatus.Joining, Now),
                Host(One, "a", SiloStatus.Active, Now),
            ],
            [
                Count("Clarion.Grains.Devices.DeviceGrain,Clarion.Grains", One, 30), Count("Clarion.Grains.Devices.DeviceGrain,Clarion.Grains", Two, 12),
                Count("Clarion.Grains.Groups.SgtPairGrain", One, 5), Count("Orleans.Runtime.Management.ManagementGrain", One, 1),
            ],
            [Partition(0, One) with { GapBatches = 2 }, Partition(1, Two), Partition(2, One), Partition(3, Gone)],
            Now.AddDays(-1));

        Assert.Equal(["a", "b", "a"], cluster.Silos.Select(silo => silo.Name));
        Assert.Equal(["active", "joining", "dead"], cluster.Silos.Select(silo => silo.Status));
        Assert.Equal([36L, 12, 0], cluster.Silos.Select(silo => silo.Grains));
        Assert.Equal([0, 2], cluster.Silos[0].Partitions);
        Assert.Equal([new GrainKindModel("device", 42), new GrainKindModel("sgtPair", 5)], cluster.Grains);
        Assert.Equal(["a", "b", "a", "a"], cluster.Partitions.Select(partition => partition.Silo));
        Assert.Equal((9L, 2L, 2L), (cluster.Partitions[0].Commits, cluster.Partitions[0].UntoldCommits, cluster.Partitions[0].Gaps));
        Assert.Equal(TimeSpan.Zero, cluster.Silos[0].StartedAt.Offset);
    }

    [Fact]
    public async Task The_answer_names_what_the_documentation_names()
    {
        await using var api = await ApiHost.StartAsync();
        api.Grains.Hosts.Add(Host(One, "a", SiloStatus.Active, Now));
        api.Grains.Counts.Add(Count("Clarion.Grains.Devices.DeviceGrain,Clarion.Grains", One, 30));
        var cluster = (await api.GetAsync("/api/v1/cluster")).Ok();
        Assert.Equal("silos,grains,partitions", Answer.Names(cluster));
        Assert.Equal("name,address,host,status,startedAt,grains,partitions", Answer.Names(cluster.GetProperty("silos")[0]));
        Assert.Equal("partition,silo,receiver,commits,untoldCommits,openConversations,gaps,fault", Answer.Names(cluster.GetProperty("partitions")[0]));
        Assert.Equal(("device", 30), (cluster.GetProperty("grains")[0].GetProperty("kind").GetString(), cluster.GetProperty("grains")[0].GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_a_problem_in_words()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:GrainTimeout", "00:00:01"));
        api.Grains.Stall = new TaskCompletionSource().Task;
        (await api.GetAsync("/api/v1/cluster")).Problem(HttpStatusCode.GatewayTimeout);
    }

    private static MembershipEntry Host(SiloAddress address, string name, SiloStatus status, DateTimeOffset alive) => new()
    {
        SiloAddress = address,
        SiloName = name,
        HostName = "host",
        Status = status,
        StartTime = alive.UtcDateTime.AddHours(-1),
        IAmAliveTime = alive.UtcDateTime,
    };

    private static SimpleGrainStatistic Count(string type, SiloAddress silo, int count) => new() { GrainType = type, SiloAddress = silo, ActivationCount = count };

    private static PartitionStatus Partition(int number, SiloAddress silo) => new(number, 9, 7, 0, 0, 0, 0, [], null) { Silo = silo };
}
