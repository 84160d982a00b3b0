using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Reporting;
using Clarion.Gateway.Tests.Delivery;

namespace Clarion.Gateway.Tests.Collector;

public sealed class CollectorTests
{
    private const int Records = 20;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_stop_drains_everything_that_had_arrived_into_log_and_partitions(bool portable)
    {
        const int Datagrams = 300;
        using var collector = new CollectorHarness(portable);
        using var first = new V5Exporter("127.0.0.1", collector.Port);
        using var second = new V5Exporter("127.0.0.2", collector.Port);
        first.Send(Datagrams, Records);
        second.Send(Datagrams, Records);
        collector.StartDecoding();
        collector.Receiver.Start();
        await collector.StopAsync();
        const long Flows = 2L * Datagrams * Records;
        Assert.Equal((2L * Datagrams, Flows), (collector.Receiver.Datagrams, collector.Decoded));
        Assert.Equal((Flows, Flows), (collector.Store.Flows, collector.Applied));
        Assert.Empty(collector.Drops.Totals);
        var rows = collector.Store.Log.SelectMany(l => l.Rows).CountBy(r => r.Exporter).ToDictionary();
        Assert.Equal(Flows / 2, rows[new ExporterKey(first.Address, 0, 5)]);
        Assert.Equal(Flows / 2, rows[new ExporterKey(second.Address, 0, 5)]);
    }

    [Fact]
    public async Task Exporters_that_go_on_sending_do_not_hold_the_stop()
    {
        using var collector = new CollectorHarness();
        using var exporter = new V5Exporter("127.0.0.1", collector.Port);
        using var stopped = new CancellationTokenSource();
        collector.StartDecoding();
        collector.Receiver.Start();
        var sending = Task.Run(async () =>
        {
            while (!stopped.IsCancellationRequested)
            {
                exporter.Send(1, Records);
                await Task.Delay(1, CancellationToken.None);
            }
        }, CancellationToken.None);
        await Eventually.TrueAsync(() => collector.Decoded > 0);
        await collector.StopAsync();
        await stopped.CancelAsync();
        await sending;
        Assert.Equal(collector.Receiver.Datagrams * Records, collector.Store.Flows);
        Assert.Equal(collector.Store.Flows, collector.Applied);
    }

    [Fact]
    public async Task Windows_are_numbered_without_a_hole_and_end_although_nothing_more_arrives()
    {
        using var collector = new CollectorHarness();
        using var exporter = new V5Exporter("127.0.0.1", collector.Port);
        collector.StartDecoding();
        collector.Receiver.Start();
        for (var window = 1; window <= 4; window++)
        {
            exporter.Send(30, Records);
            await Eventually.TrueAsync(() => collector.Applied == window * 30L * Records);
        }

        await collector.StopAsync();
        var last = Assert.Single(collector.Published).Value;
        Assert.InRange(last, 4, 1000);
        Assert.All(collector.Cluster.Partitions, p =>
        {
            Assert.Equal(Enumerable.Range(1, (int)last).Select(i => (long)i), p.Applied.Select(b => b.Sequence));
            Assert.Equal((0, 0), (p.Gaps, p.Duplicates));
        });
        Assert.Equal(Enumerable.Range(1, (int)last).Select(i => (long)i), collector.Store.Log.Select(l => l.Window.Sequence).Distinct());
    }

    [Fact]
    public async Task Each_exporter_is_decoded_by_one_worker_in_a_lane_of_its_own()
    {
        const int Exporters = 12;
        using var collector = new CollectorHarness(workers: 3);
        V5Exporter[] exporters = [.. Enumerable.Range(1, Exporters).Select(i => new V5Exporter($"127.0.0.{i}", collector.Port))];
        collector.StartDecoding();
        collector.Receiver.Start();
        foreach (var exporter in exporters)
        {
            exporter.Send(10, Records);
        }

        await collector.StopAsync();
        Assert.Equal((Exporters * 10L * Records, 0), (collector.Store.Flows, collector.Drops.Totals.Count));
        var lanes = collector.Store.Log.SelectMany(l => l.Rows.Select(r => (l.Window.Lane.Worker, r.Exporter.Address))).Distinct().ToList();
        Assert.Equal(Exporters, lanes.Count);
        Assert.All(lanes, l => Assert.Equal(DecodeWorker.WorkerOf(l.Address, 3), l.Worker));
        Assert.True(lanes.Select(l => l.Worker).Distinct().Count() > 1);
        Array.ForEach(exporters, e => e.Dispose());
    }

    [Fact]
    public async Task What_finds_no_place_is_dropped_and_counted_per_exporter_and_the_rest_is_decoded()
    {
        const int Sent = 1000;
        using var collector = new CollectorHarness(blocks: 2);
        using var exporter = new V5Exporter("127.0.0.1", collector.Port);
        collector.Receiver.Start();
        for (var i = 0; i < 10; i++)
        {
            exporter.Send(Sent / 10, Records);
            await Eventually.TrueAsync(() => collector.Receiver.Datagrams == (i + 1) * Sent / 10);
        }

        var dropped = collector.Drops.Totals[DropCounters.QueueFull];
        Assert.InRange(dropped, Sent - 2 * DatagramBlock.Slots, Sent - 1);
        Assert.Equal(dropped, collector.Drops.Of(exporter.Address));
        Assert.Equal((2, 2), (collector.Receiver.BlocksInUse, collector.Receiver.MaxBlocks));
        collector.StartDecoding();
        await collector.StopAsync();
        Assert.Equal((Sent - dropped) * Records, collector.Store.Flows);
        Assert.Equal(0, collector.Receiver.BlocksInUse);
    }

    [Fact]
    public async Task Idle_ticks_do_not_take_the_places_of_blocks_while_the_worker_waits()
    {
        using var collector = new CollectorHarness(blocks: 4);
        for (var i = 0; i < 1000; i++)
        {
            collector.Workers[0].Tick();
        }

        Assert.Equal(1, collector.Workers[0].QueueDepth);
        using var exporter = new V5Exporter("127.0.0.1", collector.Port);
        exporter.Send(3, Records);
        collector.Receiver.Start();
        collector.StartDecoding();
        await collector.StopAsync();
        Assert.Equal((3L * Records, 0), (collector.Store.Flows, collector.Drops.Totals.Count));
    }

    [Fact]
    public async Task A_truncated_datagram_is_counted_and_not_decoded()
    {
        using var collector = new CollectorHarness();
        var block = new DatagramBlock { Count = 1 };
        block.Lengths[0] = DatagramBlock.SlotBytes + 1;
        block.Sources[0] = IpAddr.Parse("192.0.2.1");
        block.Share(1);
        collector.Workers[0].Enqueue(new ReceivedBlock(block, collector.Receiver));
        collector.StartDecoding();
        collector.Receiver.Start();
        await collector.StopAsync();
        Assert.Equal(1, collector.Drops.Totals[DropCounters.Truncated]);
        Assert.Equal((1L, 0L), (collector.Drops.Of(IpAddr.Parse("192.0.2.1")), collector.Decoded));
        block.Dispose();
    }
}
