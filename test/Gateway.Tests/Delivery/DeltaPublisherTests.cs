namespace Clarion.Gateway.Tests.Delivery;

public sealed class DeltaPublisherTests
{
    [Fact]
    public async Task Every_partition_gets_every_window_in_order_and_a_refused_one_again()
    {
        using var harness = new DeliveryHarness();
        harness.Cluster.Partitions[1].Refusal = new OperationCanceledException("the queue is full");
        harness.Run();
        for (var i = 0; i < 5; i++)
        {
            await harness.WriteAsync(4);
        }

        await Eventually.TrueAsync(() => harness.Cluster.Partitions[1].Attempts >= 3);
        Assert.Equal((0L, 0), (harness.Publisher.PublishedFlows, harness.Publisher.Published.Count));
        Assert.True(harness.Cluster.Partitions[0].Applied.Count <= 1);
        harness.Cluster.Partitions[1].Refusal = null;
        await harness.StopAsync();
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal([1L, 2, 3, 4, 5], p.Applied.Select(b => b.Sequence)));
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal((0, 0), (p.Gaps, p.Duplicates)));
        Assert.Equal((20L, 20L), (harness.AppliedFlows, harness.Publisher.PublishedFlows));
        Assert.Equal(5, harness.Publisher.Published[DeliveryHarness.Lane]);
    }

    [Fact]
    public async Task A_partition_that_merges_nothing_holds_the_publisher_back_although_its_stream_takes_everything()
    {
        const int Ahead = 64;
        using var harness = new DeliveryHarness();
        harness.Cluster.Partitions[1].IsHolding = true;
        harness.Run();
        for (var i = 0; i < Ahead + 6; i++)
        {
            await harness.WriteAsync(1);
        }

        await Eventually.TrueAsync(() => harness.Store.Flows == Ahead + 6 && harness.Cluster.Partitions[1].Attempts == Ahead);
        Assert.Equal(Ahead, harness.Publisher.Published[DeliveryHarness.Lane]);
        harness.Cluster.Partitions[1].Release();
        await harness.StopAsync();
        Assert.Equal((Ahead + 6, Ahead + 6), (harness.Publisher.PublishedFlows, harness.AppliedFlows));
        Assert.All(harness.Cluster.Partitions, p => Assert.Equal((0, 0), (p.Gaps, p.Duplicates)));
    }

    [Fact]
    public async Task Abandoning_ends_a_publisher_whose_stream_refuses_and_counts_nothing_as_published()
    {
        using var harness = new DeliveryHarness();
        harness.Cluster.Partitions[0].Refusal = new TimeoutException();
        harness.Run();
        await harness.WriteAsync(4);
        await Eventually.TrueAsync(() => harness.Cluster.Partitions[0].Attempts >= 1);
        harness.Abandon();
        await harness.StopAsync();
        Assert.Equal((0L, 4L), (harness.Publisher.PublishedFlows, harness.Store.Flows));
    }
}
