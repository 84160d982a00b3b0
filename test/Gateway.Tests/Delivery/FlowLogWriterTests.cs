using Clarion.Gateway.Reporting;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Gateway.Tests.Delivery;

public sealed class FlowLogWriterTests
{
    [Fact]
    public async Task Batches_that_come_together_share_a_transaction_and_the_rest_waits_for_the_interval()
    {
        var time = new FakeTimeProvider();
        using var harness = new DeliveryHarness(time, TimeSpan.FromMilliseconds(400));
        for (var i = 0; i < 10; i++)
        {
            await harness.WriteAsync(3);
        }

        harness.Run();
        await Eventually.TrueAsync(() => harness.Writer.QueueDepth == 0);
        Assert.Equal(0, harness.Store.Transactions);
        await Eventually.TrueAsync(() => harness.Store.Transactions == 1, () => time.Advance(TimeSpan.FromMilliseconds(400)));
        await Eventually.TrueAsync(() => harness.AppliedFlows == 30);
        Assert.Equal((30L, 30L), (harness.Writer.StoredFlows, harness.Store.Flows));
        await harness.StopAsync();
        Assert.Equal(30, harness.Publisher.PublishedFlows);
    }

    [Fact]
    public async Task A_window_is_published_only_after_all_its_flows_are_in_the_log()
    {
        using var harness = new DeliveryHarness();
        harness.Store.Fault = new StoreUnavailableException("disk full");
        harness.Run();
        await harness.WriteAsync(5, closeWindow: false);
        await harness.WriteAsync(2);
        await Eventually.TrueAsync(() => harness.Store.Attempts >= 2);
        Assert.Equal(("disk full", 0L, 0), (harness.Writer.Fault, harness.Writer.StoredFlows, harness.Cluster.Partitions.Sum(p => p.Attempts)));
        harness.Store.Fault = null;
        await Eventually.TrueAsync(() => harness.AppliedFlows == 7);
        Assert.Null(harness.Writer.Fault);
        Assert.Equal(7, harness.Store.Flows);
        await harness.StopAsync();
    }

    [Fact]
    public async Task Any_fault_of_the_store_is_waited_out()
    {
        using var harness = new DeliveryHarness();
        harness.Store.Fault = new InvalidOperationException("unforeseen");
        harness.Run();
        await harness.WriteAsync(5);
        await Eventually.TrueAsync(() => harness.Store.Attempts >= 1);
        harness.Store.Fault = null;
        await harness.StopAsync();
        Assert.Equal((5L, 5L), (harness.Store.Flows, harness.AppliedFlows));
        Assert.Empty(harness.Drops.Totals);
    }

    [Fact]
    public async Task What_is_given_up_at_the_stop_is_counted_and_nothing_is_written_behind_the_hole()
    {
        using var harness = new DeliveryHarness();
        harness.Store.Fault = new StoreUnavailableException("away");
        harness.Run();
        await harness.WriteAsync(5);
        await Eventually.TrueAsync(() => harness.Store.Attempts >= 1 && harness.Writer.QueueDepth == 0);
        await harness.WriteAsync(4);
        harness.Abandon();
        await Eventually.TrueAsync(() => harness.Drops.Totals.ContainsKey(DropCounters.StoreAtStop));
        harness.Store.Fault = null;
        await harness.WriteAsync(3);
        await harness.StopAsync();
        Assert.Equal(12, harness.Drops.Totals[DropCounters.StoreAtStop]);
        Assert.Equal((0L, 0L, 0L), (harness.Store.Flows, harness.Writer.StoredFlows, harness.AppliedFlows));
    }

    [Fact]
    public async Task A_full_queue_holds_the_decoder_back()
    {
        using var harness = new DeliveryHarness(queueBatches: 2);
        await harness.WriteAsync(1);
        await harness.WriteAsync(1);
        var third = harness.WriteAsync(1);
        Assert.False(third.IsCompleted);
        Assert.Equal((2, 2), (harness.Writer.QueueDepth, harness.Writer.QueueCapacity));
        harness.Run();
        await third;
        await harness.StopAsync();
        Assert.Equal(3, harness.Store.Flows);
    }
}
