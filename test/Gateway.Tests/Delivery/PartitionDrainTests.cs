using Clarion.Gateway.Delivery;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Gateway.Tests.Delivery;

public sealed class PartitionDrainTests
{
    private static readonly LaneKey Lane = new("gw", 1, 0);

    [Fact]
    public async Task Partitions_commit_only_after_they_have_taken_the_last_window()
    {
        var cluster = new FakeCluster(2);
        cluster.Partitions[0].StandAt(Lane, 9);
        cluster.Partitions[1].StandAt(Lane, 8);
        var draining = Drain(cluster).RunAsync([new FlowWindow(Lane, 9), new FlowWindow(Lane with { Worker = 1 }, 0)], CancellationToken.None);
        await Eventually.TrueAsync(() => cluster.Partitions[0].Flushes == 1);
        Assert.Equal(0, cluster.Partitions[1].Flushes);
        cluster.Partitions[1].StandAt(Lane, 9);
        await draining;
        Assert.Equal(1, cluster.Partitions[1].Flushes);
    }

    [Fact]
    public async Task Out_of_patience_the_stop_goes_on()
    {
        var cluster = new FakeCluster(1);
        using var patience = new CancellationTokenSource();
        var draining = Drain(cluster).RunAsync([new FlowWindow(Lane, 9)], patience.Token);
        await patience.CancelAsync();
        await draining;
        Assert.Equal(0, cluster.Partitions[0].Flushes);
    }

    private static PartitionDrain Drain(FakeCluster cluster) => new(cluster.Client, cluster.Partitions.Count, TimeProvider.System, NullLogger.Instance);
}
