using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Biflows of RFC 5103 and firewall events.</summary>
public sealed class TwoWayTests
{
    private static readonly (long, int)[] Biflow =
    [
        (8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 8), (2, 8), (6, 1), (10, 4), (14, 4), (34, 4),
        (Datagram.Pen(29305, 1), 8), (Datagram.Pen(29305, 2), 8), (Datagram.Pen(29305, 6), 1), (152, 8), (153, 8),
        (Datagram.Pen(29305, 153), 8),
    ];

    private static readonly (long, int)[] Nsel =
    [
        (148, 4), (8, 4), (7, 2), (10, 2), (12, 4), (11, 2), (14, 2), (4, 1), (225, 4), (226, 4), (227, 2), (228, 2), (233, 1), (33002, 2),
        (323, 8), (152, 8), (231, 4), (232, 4), (298, 4), (299, 4), (33000, 12), (33001, 12), (40000, 20),
    ];

    [Fact]
    public void A_biflow_becomes_two_flows_with_ends_exchanged()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, Biflow).Set(256, d => Record(Record(d, 40), 0)).Build());
        var batch = collector.Batch;
        Assert.Equal((3, 2L, 3L), (batch.Count, collector.Counters.Records, collector.Counters.Flows));
        Assert.Equal(("10.0.0.1", "10.0.0.2"), (batch.Source(0), batch.Destination(0)));
        Assert.Equal(("10.0.0.2", "10.0.0.1"), (batch.Source(2), batch.Destination(2)));
        Assert.Equal((50000, 443), (batch.SourcePort[0], batch.DestinationPort[0]));
        Assert.Equal((443, 50000), (batch.SourcePort[2], batch.DestinationPort[2]));
        Assert.Equal((1u, 2u), (batch.InputInterface[0], batch.OutputInterface[0]));
        Assert.Equal((2u, 1u), (batch.InputInterface[2], batch.OutputInterface[2]));
        Assert.Equal((1000ul, 10ul, 0x1B), (batch.Bytes[0], batch.Packets[0], batch.TcpFlags[0]));
        Assert.Equal((40_000ul, 40ul, 0x12), (batch.Bytes[2], batch.Packets[2], batch.TcpFlags[2]));
        Assert.Equal((10f, 10f), (batch.SamplingRate[0], batch.SamplingRate[2]));
        Assert.Equal((Datagram.Now - 10, Datagram.Now - 5), (batch.EndMs[0], batch.EndMs[2]));
        Assert.Equal(FlowMarks.Initiator, batch.MarksOf(0));
        Assert.Equal(FlowMarks.Initiator | FlowMarks.ReverseHalf, batch.MarksOf(2));
    }

    [Fact]
    public void Variable_length_biflows_are_split_too()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (12, 4), (371, 65535), (2, 4), (Datagram.Pen(29305, 2), 4))
            .Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2").Var("eve").U32(1).U32(2)).Build());
        Assert.Equal([1ul, 2ul], collector.Batch.Packets[..2]);
        Assert.Equal(["eve", "eve"], collector.Batch.UserName[..2].Select(collector.Text));
    }

    [Fact]
    public void The_biflow_direction_says_who_began()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (12, 4), (239, 1), (2, 4), (Datagram.Pen(29305, 2), 4)).Set(256, d =>
        {
            for (var direction = 1; direction <= 3; direction++)
            {
                d.Ip("10.0.0.1").Ip("10.0.0.2").U8(direction).U32(1).U32(0);
            }
        }).Build());
        Assert.Equal(
            [FlowMarks.Initiator, FlowMarks.Initiator | FlowMarks.ReverseHalf, FlowMarks.None],
            Enumerable.Range(0, 3).Select(collector.Batch.MarksOf));
    }

    [Fact]
    public void A_firewall_record_is_split_and_keeps_translation_event_and_user()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, Nsel).Set(256, d => Event(d, 5, 700, 900)).Build());
        var batch = collector.Batch;
        Assert.Equal((2, 1L), (batch.Count, collector.Counters.Records));
        Assert.Equal((700ul, 7ul), (batch.Bytes[0], batch.Packets[0]));
        Assert.Equal((900ul, 9ul), (batch.Bytes[1], batch.Packets[1]));
        Assert.Equal("203.0.113.1", new IpAddr(batch.NatSourceAddress[0]).ToString());
        Assert.Equal("203.0.113.1", new IpAddr(batch.NatDestinationAddress[1]).ToString());
        Assert.Equal((1024, 443), (batch.NatSourcePort[0], batch.NatDestinationPort[0]));
        Assert.Equal((77ul, 5, 0), (batch.FlowId[0], batch.FirewallEvent[0], batch.FirewallExtendedEvent[0]));
        Assert.Equal((Datagram.Now - 60_000, Datagram.Now - 100), (batch.StartMs[0], batch.EndMs[0]));
        Assert.Equal((byte)FlowTimeOrigin.Event, batch.TimeOrigin[0]);
        Assert.Equal(new UInt128(1, 2), batch.IngressAcl[0]);
        Assert.Equal("carol", collector.Text(batch.UserName[0]));
        Assert.Equal(FlowMarks.Initiator | FlowMarks.FirewallEvent, batch.MarksOf(0));
        Assert.Equal(FlowMarks.Initiator | FlowMarks.FirewallEvent | FlowMarks.ReverseHalf, batch.MarksOf(1));
    }

    [Fact]
    public void A_denied_attempt_is_one_flow_without_volume()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, Nsel).Set(256, d => Event(d, 3, 60, 60)).Build());
        Assert.Equal(1, collector.Batch.Count);
        Assert.Equal((0ul, 0ul), (collector.Batch.Bytes[0], collector.Batch.Packets[0]));
        Assert.Equal(FlowMarks.Initiator | FlowMarks.FirewallEvent | FlowMarks.Denied, collector.Batch.MarksOf(0));
    }

    [Fact]
    public void Old_firewalls_put_bytes_into_the_total_and_events_into_40005()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (148, 4), (8, 4), (12, 4), (40005, 1), (40001, 4), (40003, 2), (85, 4))
            .Set(256, d => d.U32(1).Ip("10.0.0.1").Ip("10.0.0.2").U8(2).Ip("203.0.113.1").U16(5555).U32(4321)
                .U32(2).Ip("10.0.0.1").Ip("10.0.0.2").U8(2).Ip("203.0.113.1").U16(5556).U32(5000)).Build());
        var batch = collector.Batch;
        Assert.Equal([4321ul, 5000ul], batch.Bytes[..2]);
        Assert.Equal((2, 5555), (batch.FirewallEvent[0], batch.NatSourcePort[0]));
    }

    [Fact]
    public void An_event_in_an_ordinary_record_does_not_make_its_source_the_initiator()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (12, 4), (1, 8), (2, 8), (233, 1))
            .Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2").U64(100).U64(1).U8(2).Ip("10.0.0.1").Ip("10.0.0.2").U64(0).U64(0).U8(3))
                .Build());
        Assert.Equal(
            [FlowMarks.FirewallEvent, FlowMarks.FirewallEvent | FlowMarks.Denied], Enumerable.Range(0, 2).Select(collector.Batch.MarksOf));
        Assert.Equal(100ul, collector.Batch.Bytes[0]);
    }

    private static Datagram Record(Datagram d, ulong reverse) => d
        .Ip("10.0.0.1").Ip("10.0.0.2").U16(50000).U16(443).U8(6).U64(1000).U64(10).U8(0x1B).U32(1).U32(2).U32(10)
        .U64(reverse * 1000).U64(reverse).U8(0x12).U64(Datagram.Now - 1000).U64(Datagram.Now - 10).U64(Datagram.Now - 5);

    private static Datagram Event(Datagram d, int what, uint forward, uint reverse) => d
        .U32(77).Ip("10.0.0.1").U16(50000).U16(1).Ip("198.51.100.1").U16(443).U16(2).U8(6)
        .Ip("203.0.113.1").Ip("198.51.100.1").U16(1024).U16(443).U8(what).U16(0).U64(Datagram.Now - 100).U64(Datagram.Now - 60_000)
        .U32(forward).U32(reverse).U32(forward / 100).U32(reverse / 100).U32(1).U64(2).U32(0).U64(3).Text("carol", 20);
}
