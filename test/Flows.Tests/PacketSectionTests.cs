using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Records that carry the beginning of a packet.</summary>
public sealed class PacketSectionTests
{
    [Fact]
    public void A_tagged_frame_is_read_down_to_its_TCP_flags()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (10, 4), (312, 2), (315, 65535)).Set(256, d => d.U32(3).U16(1518).U8(58)
            .Mac(0x0A0B0C0D0E0F).Mac(0x010203040506).U16(0x8100).U16(0x6007).U16(0x0800)
            .U8(0x45).U8(0xB8).U16(1500).U32(0x00014000).U8(63).U8(6).U16(0).Ip("10.0.0.1").Ip("10.0.0.2")
            .U16(50000).U16(443).U32(1).U32(2).U16(0x5012).U16(0).U32(0)).Build());
        var batch = collector.Batch;
        Assert.Equal(1, batch.Count);
        Assert.Equal(("10.0.0.1", "10.0.0.2", 50000, 443), (batch.Source(0), batch.Destination(0), batch.SourcePort[0],
            batch.DestinationPort[0]));
        Assert.Equal((0x010203040506ul, 0x0A0B0C0D0E0Ful, 7, 315), (batch.SourceMac[0], batch.DestinationMac[0], batch.Vlan[0],
            batch.SourceMacElement[0]));
        Assert.Equal((1518ul, 1ul, 6, 0x12, 0xB8, 63, 4), (batch.Bytes[0], batch.Packets[0], batch.Protocol[0], batch.TcpFlags[0],
            batch.Tos[0], batch.MinTtl[0], batch.IpVersion[0]));
        Assert.Equal(3u, batch.InputInterface[0]);
        Assert.Equal(FlowMarks.PacketSection | FlowMarks.Layer2Bytes, batch.MarksOf(0));
    }

    [Fact]
    public void An_IPv6_packet_with_extensions_is_read()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (313, 56)).Set(256, d => d
            .U32(0x6AB00000).U16(100).U8(0).U8(64).Ip("2001:db8::1").Ip("2001:db8::2").U8(58).U8(0).U16(0).U32(0).U8(128).U8(0).U16(0)
                .U32(0)).Build());
        var batch = collector.Batch;
        Assert.Equal(("2001:db8::1", 58, 128, 0xAB, 140ul), (batch.Source(0), batch.Protocol[0], batch.IcmpType[0], batch.Tos[0],
            batch.Bytes[0]));
    }

    [Fact]
    public void A_section_may_end_anywhere()
    {
        byte[] frame =
        [
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x88, 0xA8, 0, 5, 0x81, 0, 0, 6, 8, 0,
            0x46, 0, 0, 60, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 1, 1, 1, 1, 0, 53, 0, 54, 0, 8, 0, 0,
        ];
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (10, 4), (315, 65535)).Build());
        for (var length = 0; length <= frame.Length; length++)
        {
            collector.Feed(Datagram.Ipfix().Set(256, d => d.U32(1).U8(length).Raw(frame[..length])).Build());
        }

        Assert.Equal(frame.Length + 1, collector.Batch.Count);
        Assert.Equal((6, 53, 54), (collector.Batch.Vlan[frame.Length], collector.Batch.SourcePort[frame.Length],
            collector.Batch.DestinationPort[frame.Length]));
    }
}
