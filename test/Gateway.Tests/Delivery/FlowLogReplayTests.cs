using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Delivery;

public sealed class FlowLogReplayTests
{
    private static readonly LaneKey Old = new(DeliveryHarness.Gateway, DeliveryHarness.Epoch - 1, 0);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partitions_get_exactly_what_they_lack_under_the_old_numbers()
    {
        using var harness = new DeliveryHarness();
        for (var window = 1; window <= 6; window++)
        {
            harness.Store.Add(new FlowWindow(Old, window), DeliveryHarness.Flow(1), DeliveryHarness.Flow(2));
            harness.Store.Add(new FlowWindow(Old, window), DeliveryHarness.Flow(3));
        }

        harness.Cluster.Partitions[0].StandAt(Old, 2);
        harness.Cluster.Partitions[1].StandAt(Old, 5);
        await harness.Replay.CatchUpAsync(Token);
        Assert.Equal([3L, 4, 5, 6], harness.Cluster.Partitions[0].Applied.Select(b => b.Sequence));
        Assert.Equal([6L], harness.Cluster.Partitions[1].Applied.Select(b => b.Sequence));
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal(0, p.Gaps));
        var window6 = harness.Cluster.Partitions.SelectMany(p => p.Applied).Where(b => b.Sequence == 6).Sum(FakePartition.FlowsOf);
        Assert.Equal(3, window6);

        var attempts = harness.Cluster.Partitions.Sum(p => p.Attempts);
        await harness.Replay.CatchUpAsync(Token);
        Assert.Equal(attempts, harness.Cluster.Partitions.Sum(p => p.Attempts));
    }

    [Fact]
    public async Task The_lanes_of_this_run_are_left_alone_because_their_newest_window_may_be_logged_in_part()
    {
        using var harness = new DeliveryHarness();
        harness.Run();
        await harness.WriteAsync(5, closeWindow: false);
        await Eventually.TrueAsync(() => harness.Store.Flows == 5);
        await harness.Replay.CatchUpAsync(Token);
        await harness.WriteAsync(3);
        await harness.StopAsync();
        Assert.Equal(8, harness.AppliedFlows);
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal(0, p.Duplicates));
    }

    [Fact]
    public async Task What_retention_has_deleted_is_no_hole()
    {
        using var harness = new DeliveryHarness();
        for (var window = 1; window <= 9; window++)
        {
            harness.Store.Add(new FlowWindow(Old, window), DeliveryHarness.Flow(1));
        }

        harness.Store.Forget(Old, 6);
        harness.Cluster.Partitions[0].StandAt(Old, 2);
        harness.Cluster.Partitions[1].StandAt(Old, 2);
        await harness.Replay.CatchUpAsync(Token);
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal([7L, 8, 9], p.Applied.Select(b => b.Sequence)));
    }

    [Fact]
    public async Task A_partition_that_lost_its_memory_is_told_again_while_new_windows_wait()
    {
        using var harness = new DeliveryHarness();
        harness.Run();
        for (var i = 0; i < 8; i++)
        {
            await harness.WriteAsync(6);
        }

        await Eventually.TrueAsync(() => harness.AppliedFlows == 48);
        harness.Cluster.Partitions[0].Lose(DeliveryHarness.Lane, after: 3);
        await harness.WriteAsync(6);
        await Eventually.TrueAsync(() => harness.Cluster.Partitions[0].Gaps == 1);

        // Behind once may be a message on its way; behind twice at the same place is a loss.
        await harness.Replay.RepairAsync(Token);
        Assert.True(harness.AppliedFlows < 54);
        await harness.Replay.RepairAsync(Token);
        Assert.Equal(54, harness.AppliedFlows);
        await harness.WriteAsync(6);
        await harness.StopAsync();
        Assert.Equal((60L, 1), (harness.AppliedFlows, harness.Cluster.Partitions[0].Gaps));
    }

    [Fact]
    public async Task A_partition_that_cannot_commit_is_not_flooded()
    {
        using var harness = new DeliveryHarness();
        harness.Run();
        await harness.WriteAsync(6);
        await harness.StopAsync();
        harness.Cluster.Partitions[0].Lose(DeliveryHarness.Lane, after: 0);
        harness.Cluster.Partitions[0].Fault = "disk full";
        var attempts = harness.Cluster.Partitions[0].Attempts;
        await harness.Replay.RepairAsync(Token);
        await harness.Replay.RepairAsync(Token);
        await harness.Replay.RepairAsync(Token);
        Assert.Equal(attempts, harness.Cluster.Partitions[0].Attempts);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_repaired_too()
    {
        using var harness = new DeliveryHarness();
        harness.Store.Add(new FlowWindow(Old, 1), DeliveryHarness.Flow(1));
        harness.Store.Add(new FlowWindow(Old, 2), DeliveryHarness.Flow(1));
        await harness.Replay.CatchUpAsync(Token);
        Assert.Equal(2, harness.AppliedFlows);
        harness.Cluster.Partitions.ToList().ForEach(p => p.Lose(Old, after: 0));
        await harness.Replay.RepairAsync(Token);
        await harness.Replay.RepairAsync(Token);
        Assert.Equal(2, harness.AppliedFlows);
    }

    [Fact]
    public async Task Windows_that_find_no_room_stay_in_the_log_and_are_read_back_in_order_when_there_is()
    {
        const int Windows = 200;
        using var harness = new DeliveryHarness(queue: new FakeQueue(DeliveryHarness.Partitions));
        harness.Cluster.Partitions[1].Refusal = new TimeoutException("the broker is away");
        harness.Run();
        for (var i = 0; i < Windows; i++)
        {
            await harness.WriteAsync(3);
        }

        // The log does not wait for the stream.
        await Eventually.TrueAsync(() => harness.Store.Flows == 3 * Windows);
        Assert.Equal((0L, harness.Publisher.QueueDepth), (harness.Publisher.PublishedFlows, Clarion.Gateway.Delivery.DeltaPublisher.QueueCapacity));
        Assert.Empty(harness.Publisher.Behind);
        harness.Cluster.Partitions[1].Refusal = null;
        await Eventually.TrueAsync(() => harness.Publisher.Behind.Count == 1);
        await harness.WriteAsync(3);
        await Eventually.TrueAsync(() => harness.Store.Flows == 3 * (Windows + 1));
        await harness.Replay.ReadBackAsync(Token);
        Assert.Empty(harness.Publisher.Behind);
        await harness.WriteAsync(3);
        await harness.StopAsync();
        Assert.Equal((3L * (Windows + 2), 3L * (Windows + 2)), (harness.AppliedFlows, harness.Publisher.PublishedFlows));
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal((0, 0), (p.Gaps, p.Duplicates)));
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal(Enumerable.Range(1, Windows + 2).Select(i => (long)i), p.Applied.Select(b => b.Sequence)));
    }

    [Theory]
    [InlineData(3L, false, false)]
    [InlineData(null, false, false)]
    [InlineData(0L, false, true)]
    [InlineData(3L, true, true)]
    public async Task What_a_durable_queue_still_holds_is_not_sent_again(long? ready, bool isGapSeen, bool isRepaired)
    {
        using var harness = new DeliveryHarness(queue: new FakeQueue(DeliveryHarness.Partitions) { Ready = ready });
        harness.Run();
        for (var i = 0; i < 4; i++)
        {
            await harness.WriteAsync(6);
        }

        await harness.StopAsync();
        harness.Cluster.Partitions[0].Lose(DeliveryHarness.Lane, after: 2);
        harness.Cluster.Partitions[0].Gap = isGapSeen ? DeliveryHarness.Lane : null;
        await harness.Replay.RepairAsync(Token);
        Assert.True(harness.AppliedFlows < 24);
        await harness.Replay.RepairAsync(Token);
        Assert.Equal(isRepaired, harness.AppliedFlows == 24);
    }

    [Fact]
    public async Task What_an_earlier_run_left_may_be_in_the_durable_queue_and_is_sent_only_when_that_is_empty()
    {
        var queue = new FakeQueue(DeliveryHarness.Partitions) { Ready = 1 };
        using var harness = new DeliveryHarness(queue: queue);
        harness.Store.Add(new FlowWindow(Old, 1), DeliveryHarness.Flow(1));
        Assert.False(await harness.Replay.CatchUpAsync(Token));
        await harness.Replay.RepairAsync(Token);
        await harness.Replay.RepairAsync(Token);
        Assert.Equal(0, harness.AppliedFlows);
        queue.Ready = 0;
        await harness.Replay.RepairAsync(Token);
        Assert.True(await harness.Replay.CatchUpAsync(Token));
        Assert.Equal(1, harness.AppliedFlows);
    }
}
