using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Elements into columns.</summary>
public sealed class FieldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Counters_of_any_length_are_read(int length)
    {
        using var collector = new Collector();
        byte[] value = [.. Enumerable.Repeat((byte)0, length - 1), 200];
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (1, length), (2, length))
            .Set(256, d => d.Ip("10.0.0.1").Raw(value).Raw(value).Ip("10.0.0.2").Raw(value).Raw(value)).Build());
        Assert.Equal(2, collector.Batch.Count);
        Assert.Equal(200ul, collector.Batch.Bytes[1]);
        Assert.Equal(200ul, collector.Batch.Packets[1]);
    }

    [Fact]
    public void Variable_and_zero_length_fields_are_read_in_both_forms()
    {
        using var collector = new Collector();
        var longName = new string('x', 300);
        collector.Feed(Datagram.Ipfix().Template(256, (371, 65535), (8, 4), (147, 65535), (1, 4))
            .Set(256, d => d.Var("alice").Ip("10.0.0.1").Var("campus").U32(7)
                .Var("").Ip("10.0.0.2").Var("guest", longForm: true).U32(8)
                .Var(longName).Ip("10.0.0.3").Var("").U32(9)).Build());
        var batch = collector.Batch;
        Assert.Equal(3, batch.Count);
        Assert.Equal(["alice", "", longName[..256]], batch.UserName[..3].Select(collector.Text));
        Assert.Equal(["campus", "guest", ""], batch.Ssid[..3].Select(collector.Text));
        Assert.Equal([7ul, 8ul, 9ul], batch.Bytes[..3]);
    }

    [Fact]
    public void A_variable_record_beyond_its_set_ends_the_set_only()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (371, 65535))
            .Set(256, d => d.Ip("10.0.0.1").Var("a").Ip("10.0.0.2").U8(200))
            .Set(256, d => d.Ip("10.0.0.3").Var("b")).Build());
        Assert.Equal(["10.0.0.1", "10.0.0.3"], Enumerable.Range(0, 2).Select(collector.Batch.Source));
        Assert.Equal(1, collector.Counters[DecodeError.RecordTruncated]);
    }

    [Fact]
    public void H3C_sends_variable_length_in_v9()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (82, 65535)).Set(256, d => d.Ip("10.0.0.1").Var("GE0/1").Ip("10.0.0.2")
            .Var("")).Build());
        Assert.Equal(2, collector.Batch.Count);
    }

    [Fact]
    public void Of_two_address_families_the_one_that_is_not_zero_counts()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (12, 4), (27, 16), (28, 16), (9, 1), (29, 1))
            .Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2").Ip("::").Ip("::").U8(24).U8(0)
                .Ip("0.0.0.0").Ip("0.0.0.0").Ip("2001:db8::1").Ip("2001:db8::2").U8(0).U8(64)).Build());
        var batch = collector.Batch;
        Assert.Equal(["10.0.0.1", "2001:db8::1"], Enumerable.Range(0, 2).Select(batch.Source));
        Assert.Equal(["10.0.0.2", "2001:db8::2"], Enumerable.Range(0, 2).Select(batch.Destination));
        Assert.Equal([(byte)4, (byte)6], batch.IpVersion[..2]);
        Assert.Equal([(byte)24, (byte)64], batch.SourcePrefixLength[..2]);
    }

    [Fact]
    public void A_lone_zero_address_is_an_address()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (12, 4)).Set(256, d => d.Ip("0.0.0.0").Ip("255.255.255.255")).Build());
        Assert.Equal("0.0.0.0", collector.Batch.Source(0));
    }

    [Fact]
    public void Macs_are_taken_in_order_and_say_their_element()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9()
            .Template(256, (81, 6), (57, 6), (56, 6), (80, 6)).Template(257, (57, 6), (81, 6)).Template(258, (365, 6), (366, 4), (367, 6))
            .Set(256, d => d.Mac(0x81).Mac(0x57).Mac(0x56).Mac(0x80)).Set(257, d => d.Mac(0x57).Mac(0x81))
            .Set(258, d => d.Mac(0x365).Ip("10.9.9.9").Mac(0x367)).Build());
        var batch = collector.Batch;
        Assert.Equal([0x56ul, 0x81ul, 0x365ul], batch.SourceMac[..3]);
        Assert.Equal([0x80ul, 0x57ul, 0ul], batch.DestinationMac[..3]);
        Assert.Equal([(ushort)56, (ushort)81, (ushort)365], batch.SourceMacElement[..3]);
        Assert.Equal([(ushort)80, (ushort)57, (ushort)0], batch.DestinationMacElement[..3]);
        Assert.Equal([0x81ul, 0x81ul, 0ul], batch.PostSourceMac[..3]);
        Assert.Equal([0x57ul, 0x57ul, 0ul], batch.PostDestinationMac[..3]);
        Assert.Equal("10.9.9.9", batch.Source(2));
        Assert.Equal(0x367ul, batch.AccessPointMac[2]);
    }

    [Fact]
    public void Interfaces_fall_back_to_physical_ones_when_zero()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (10, 4), (14, 2), (252, 4), (253, 4))
            .Set(256, d => d.U32(0).U16(2).U32(11).U32(12).U32(1).U16(0).U32(11).U32(12)).Build());
        Assert.Equal([11u, 1u], collector.Batch.InputInterface[..2]);
        Assert.Equal([2u, 12u], collector.Batch.OutputInterface[..2]);
    }

    [Fact]
    public void Masks_shifts_and_codes_apply()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (58, 2), (6, 2), (195, 1), (98, 1), (61, 1), (136, 1), (95, 4), (256, 2), (52, 1),
            (53, 1), (89, 1), (3, 8))
            .Set(256, d => d.U16(0xF00A).U16(0xFE12).U8(46).U8(10).U8(1).U8(3).U32(0x0D000123).U16(0x86DD).U8(60).U8(64).U8(0x80)
                .U64(1UL << 40)
                .U16(7).U16(2).U8(0).U8(0).U8(9).U8(1).U32(0).U16(0).U8(0).U8(0).U8(0).U64(3)).Build());
        var batch = collector.Batch;
        Assert.Equal((10, 0x12, 46 << 2, 40), (batch.Vlan[0], batch.TcpFlags[0], batch.Tos[0], batch.PostTos[0]));
        Assert.Equal([(byte)FlowDirection.Egress, (byte)FlowDirection.Unknown], batch.Direction[..2]);
        Assert.Equal(13ul << 56 | 0x123, batch.ApplicationId[0]);
        Assert.Equal((0x86DD, 60, 64, 0x80), (batch.EtherType[0], batch.MinTtl[0], batch.MaxTtl[0], batch.ForwardingStatus[0]));
        Assert.Equal([uint.MaxValue, 3u], batch.FlowCount[..2]);
    }

    [Theory]
    [InlineData(1, 0, 0x0800, 8, 0)]
    [InlineData(1, 0x0301, 0, 3, 1)]
    [InlineData(58, 0, 0x8700, 0x87, 0)]
    [InlineData(6, 0, 0x0800, 0, 0)]
    public void Icmp_is_taken_from_ports_when_nothing_else_says_it(int protocol, int source, int destination, int type, int code)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (4, 1), (7, 2), (11, 2)).Set(256, d => d.U8(protocol).U16(source)
            .U16(destination)).Build());
        Assert.Equal((type, code), (collector.Batch.IcmpType[0], collector.Batch.IcmpCode[0]));
    }

    [Fact]
    public void Icmp_elements_win_over_ports()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (4, 1), (11, 2), (32, 2), (139, 2))
            .Set(256, d => d.U8(1).U16(0x0500).U16(0x0303).U16(0).U8(58).U16(0).U16(0).U16(0x8001)).Build());
        Assert.Equal([(byte)3, (byte)0x80], collector.Batch.IcmpType[..2]);
        Assert.Equal([(byte)3, (byte)1], collector.Batch.IcmpCode[..2]);
    }

    [Fact]
    public void A_length_that_its_type_cannot_have_skips_the_field_and_reads_the_rest()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 50), (12, 4), (56, 5), (1, 4), (4242, 3))
            .Set(256, d => d.Text("", 50).Ip("10.0.0.2").Raw(1, 2, 3, 4, 5).U32(77).Raw(9, 9, 9)).Build());
        Assert.Equal("", collector.Batch.Source(0));
        Assert.Equal("10.0.0.2", collector.Batch.Destination(0));
        Assert.Equal(77ul, collector.Batch.Bytes[0]);
        Assert.Equal(2, collector.Counters[DecodeError.FieldLength]);
    }

    [Fact]
    public void The_first_of_a_repeated_element_wins()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (1, 4), (1, 4)).Set(256, d => d.Ip("10.0.0.1").U32(0).U32(9)).Build());
        Assert.Equal(0ul, collector.Batch.Bytes[0]);
    }

    [Fact]
    public void Bytes_fall_back_by_element_and_layer_2_is_marked()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (23, 4), (24, 4)).Template(257, (8, 4), (352, 8)).Template(258, (23, 4), (1, 4))
            .Set(256, d => d.Ip("10.0.0.1").U32(900).U32(9)).Set(257, d => d.Ip("10.0.0.1").U64(1000)).Set(258, d => d.U32(5)
                .U32(0)).Build());
        var batch = collector.Batch;
        Assert.Equal([900ul, 1000ul, 0ul], batch.Bytes[..3]);
        Assert.Equal([9ul, 0ul, 0ul], batch.Packets[..3]);
        Assert.Equal([900ul, 0ul, 5ul], batch.PostBytes[..3]);
        Assert.Equal(FlowMarks.Layer2Bytes, batch.MarksOf(1));
    }

    [Fact]
    public void Totals_become_differences_while_a_flow_is_open()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (12, 4), (85, 8), (86, 8), (136, 1), (152, 8)).Build());
        foreach (var (total, reason) in new[] { (100, 2), (250, 2), (400, 3), (60, 3) })
        {
            collector.Feed(Datagram.Ipfix().Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2").U64((ulong)total * 10).U64((ulong)total)
                .U8(reason)
                .U64(Datagram.Now - 5000)).Build());
        }

        Assert.Equal([1000ul, 1500ul, 1500ul, 600ul], collector.Batch.Bytes[..4]);
        Assert.Equal([100ul, 150ul, 150ul, 60ul], collector.Batch.Packets[..4]);
        Assert.Equal(
            [FlowMarks.None, FlowMarks.FromTotals, FlowMarks.FromTotals, FlowMarks.None],
            Enumerable.Range(0, 4).Select(collector.Batch.MarksOf));
    }

    [Fact]
    public void Group_tags_are_read_from_v9_and_from_Ciscos_enterprise()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (34000, 2), (34001, 2), (34002, 16), (34003, 16))
            .Set(256, d => d.Ip("10.0.0.1").U16(10).U16(20).Text("Employees", 16).Text("Servers", 16)).Build());
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (Datagram.Pen(9, 1232), 2), (Datagram.Pen(9, 1233), 2), (Datagram.Pen(9,
            1234), 65535))
            .Set(256, d => d.Ip("10.0.0.1").U16(11).U16(21).Var("Guests")).Build());
        var batch = collector.Batch;
        Assert.Equal([(ushort)10, (ushort)11], batch.SourceSgt[..2]);
        Assert.Equal([(ushort)20, (ushort)21], batch.DestinationSgt[..2]);
        Assert.Equal(["Employees", "Guests"], batch.SourceSgtName[..2].Select(collector.Text));
        Assert.Equal(["Servers", ""], batch.DestinationSgtName[..2].Select(collector.Text));
        Assert.True(batch.Written.Contains(FlowColumn.SourceSgt));
    }

    [Fact]
    public void Texts_are_trimmed_repaired_and_interned()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (371, 8))
            .Set(256, d => d.Ip("10.0.0.1").Raw(0x61, 0xFF, 0x62, 0, 0x7A, 0, 0, 0).Ip("10.0.0.2").Raw(0x61, 0x0A, 0x62, 0x20, 0, 0, 0,
                0)).Build());
        Assert.Equal(["a\uFFFDb", "a b"], collector.Batch.UserName[..2].Select(collector.Text));
    }

    [Fact]
    public void Operator_mappings_fill_columns_where_they_fit()
    {
        using var collector = new Collector(new FlowDecoderOptions
        {
            FieldMappings =
            [
                new() { Exporter = "192.0.2.0/24", Version = 10, Element = 411, Lengths = [2], Column = "SourceSgt" },
                new() { Exporter = "192.0.2.0/24", Version = 10, Enterprise = 4711, Element = 5, Column = "userName" },
                new() { Exporter = "198.51.100.1", Element = 412, Column = "DestinationSgt" },
            ],
        });
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (411, 2), (412, 4), (Datagram.Pen(4711, 5), 65535))
            .Set(256, d => d.Ip("10.0.0.1").U16(99).U32(7).Var("bob")).Build());
        var batch = collector.Batch;
        Assert.Equal((99, 0, "bob"), (batch.SourceSgt[0], batch.DestinationSgt[0], collector.Text(batch.UserName[0])));
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (411, 3)).Set(256, d => d.Ip("10.0.0.1").Raw(1, 2, 3)).Build());
        Assert.Equal(0, batch.SourceSgt[1]);
        Assert.Equal(1, collector.Counters[DecodeError.MappingLength]);
    }

    [Fact]
    public void Without_a_mapping_411_is_no_group_tag()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (411, 2), (412, 2)).Set(256, d => d.Ip("10.0.0.1").U16(99).U16(98)).Build());
        Assert.Equal((0, 0), (collector.Batch.SourceSgt[0], collector.Batch.DestinationSgt[0]));
    }

    [Fact]
    public void A_trusted_relay_names_the_exporter_and_others_do_not()
    {
        using var collector = new Collector(new FlowDecoderOptions { TrustedRelays = ["192.0.2.1"] });
        var datagram = Datagram.Ipfix(domain: 5).Template(256, (8, 4), (130, 4)).Set(256, d => d.Ip("10.0.0.1").Ip("203.0.113.7")).Build();
        collector.Feed(datagram);
        collector.Feed(datagram, source: IpAddr.Parse("192.0.2.9"));
        var batch = collector.Batch;
        Assert.Equal(
            ["203.0.113.7", "192.0.2.9"], Enumerable.Range(0, 2).Select(r => batch.Exporters[batch.Exporter[r]].Address.ToString()));
        Assert.Equal("203.0.113.7", new IpAddr(batch.OriginalExporter[1]).ToString());
    }

    [Fact]
    public void Columns_of_earlier_templates_do_not_leak_into_later_rows()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (58, 2), (34000, 2)).Template(257, (8, 4))
            .Set(256, d => d.Ip("10.0.0.1").U16(5).U16(6)).Set(257, d => d.Ip("10.0.0.2")).Build());
        collector.Batch.Reset();
        collector.Feed(Datagram.V9(1).Set(257, d => d.Ip("10.0.0.3").Ip("10.0.0.4")).Build());
        Assert.Equal((2, 0, 0), (collector.Batch.Count, collector.Batch.Vlan[0], collector.Batch.SourceSgt[0]));
    }
}
