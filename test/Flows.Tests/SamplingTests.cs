using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Where a rate comes from, in order, and what options tell.</summary>
public sealed class SamplingTests
{
    [Fact]
    public void A_sampler_is_looked_up_by_the_number_in_the_record()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().OptionsTemplate(300, 1, (1, 4), (48, 1), (49, 1), (50, 4)).Template(256, (8, 4), (48, 1))
            .Set(300, d => d.U32(1).U8(1).U8(2).U32(100).U32(1).U8(2).U8(2).U32(1000))
            .Set(256, d => d.Ip("10.0.0.1").U8(2).Ip("10.0.0.2").U8(1).Ip("10.0.0.3").U8(9)).Build());
        Assert.Equal([1000f, 100f, 1f], collector.Batch.SamplingRate[..3]);
        Assert.Equal(
            [(byte)FlowSamplingOrigin.Sampler, (byte)FlowSamplingOrigin.Sampler, (byte)FlowSamplingOrigin.None],
            collector.Batch.SamplingOrigin[..3]);
        Assert.Equal(2, collector.Counters.OptionsRecords);
    }

    [Fact]
    public void The_domains_sampler_counts_for_records_that_say_nothing()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().OptionsTemplate(300, 1, (1, 4), (34, 4), (35, 1)).Template(256, (8, 4))
            .Set(300, d => d.U32(1).U32(512).U8(2)).Set(256, d => d.Ip("10.0.0.1")).Build());
        Assert.Equal((512f, (byte)FlowSamplingOrigin.Domain), (collector.Batch.SamplingRate[0], collector.Batch.SamplingOrigin[0]));
        Assert.Equal((512d, FlowSamplingOrigin.Domain), (collector.Snapshot().SamplingRate, collector.Snapshot().SamplingOrigin));
    }

    [Fact]
    public void The_only_sampler_of_another_domain_counts()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9(domain: 7).OptionsTemplate(300, 1, (1, 4), (48, 1), (34, 4)).Set(300, d => d.U32(1).U8(1)
            .U32(64)).Build());
        collector.Feed(Datagram.V9(domain: 8).Template(256, (8, 4)).Template(257, (8, 4), (48, 1))
            .Set(256, d => d.Ip("10.0.0.1")).Set(257, d => d.Ip("10.0.0.1").U8(3)).Build());
        Assert.Equal([64f, 64f], collector.Batch.SamplingRate[..2]);
    }

    [Theory]
    [InlineData(305, 306, 1u, 99u, 100f)]
    [InlineData(305, 306, 10u, 90u, 10f)]
    [InlineData(309, 310, 2u, 100u, 50f)]
    public void A_record_may_state_its_rate_as_a_pair(int first, int second, uint one, uint two, float rate)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (first, 4), (second, 4)).Set(256, d => d.Ip("10.0.0.1").U32(one)
            .U32(two)).Build());
        Assert.Equal((rate, (byte)FlowSamplingOrigin.Record), (collector.Batch.SamplingRate[0], collector.Batch.SamplingOrigin[0]));
    }

    [Fact]
    public void A_probability_is_turned_over_and_nonsense_is_one()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (311, 8)).Set(256, d => d
            .Ip("10.0.0.1").U64(BitConverter.DoubleToUInt64Bits(0.01)).Ip("10.0.0.1").U64(BitConverter.DoubleToUInt64Bits(double.NaN))
            .Ip("10.0.0.1").U64(0).Ip("10.0.0.1").U64(BitConverter.DoubleToUInt64Bits(-3))).Build());
        Assert.Equal([100f, 1f, 1f, 1f], collector.Batch.SamplingRate[..4]);
    }

    [Fact]
    public void A_rate_of_zero_means_one()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (34, 4)).Set(256, d => d.Ip("10.0.0.1").U32(0).Ip("10.0.0.2").U32(20)).Build());
        Assert.Equal([1f, 20f], collector.Batch.SamplingRate[..2]);
    }

    [Fact]
    public void Interfaces_may_have_rates_of_their_own()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().OptionsTemplate(300, 1, (2, 4), (34, 4)).Template(256, (8, 4), (10, 4))
            .Set(300, d => d.U32(5).U32(10).U32(6).U32(20)).Set(256, d => d.Ip("10.0.0.1").U32(6).Ip("10.0.0.1").U32(5).Ip("10.0.0.1")
                .U32(7)).Build());
        Assert.Equal([20f, 10f, 1f], collector.Batch.SamplingRate[..3]);
    }

    [Fact]
    public void The_operator_wins_by_interface_then_by_exporter_and_the_default_comes_last()
    {
        using var collector = new Collector(new FlowDecoderOptions
        {
            DefaultSamplingRate = 3,
            SamplingOverrides =
            [
                new() { Exporter = "192.0.2.2", Rate = 88 },
                new() { Exporter = "192.0.2.0/24", Interface = 6, Rate = 77 },
                new() { Exporter = "192.0.2.0/30", Interface = 6, Rate = 78 },
            ],
        });
        var datagram = Datagram.V9().Template(256, (8, 4), (10, 4), (61, 1), (14, 4))
            .Set(256, d => d.Ip("10.0.0.1").U32(6).U8(0).U32(1).Ip("10.0.0.1").U32(6).U8(1).U32(1)).Build();
        collector.Feed(datagram);
        collector.Feed(datagram, source: IpAddr.Parse("192.0.2.2"));
        Assert.Equal([77f, 3f, 77f, 88f], collector.Batch.SamplingRate[..4]);
        Assert.Equal(
            [(byte)FlowSamplingOrigin.Override, (byte)FlowSamplingOrigin.Default, (byte)FlowSamplingOrigin.Override,
                (byte)FlowSamplingOrigin.Override],
            collector.Batch.SamplingOrigin[..4]);
    }

    [Fact]
    public void The_domain_comes_before_the_v5_header_only_within_its_own_version()
    {
        using var collector = new Collector();
        var v5 = Datagram.V5(1, sampling: 50).Raw(new byte[48]).Build();
        collector.Feed(v5);
        Assert.Equal((50f, (byte)FlowSamplingOrigin.Header), (collector.Batch.SamplingRate[0], collector.Batch.SamplingOrigin[0]));
    }

    [Fact]
    public void Options_name_interfaces_and_applications()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().OptionsTemplate(300, 1, (2, 4), (82, 8), (83, 16)).OptionsTemplate(301, 1, (1, 4), (95, 4), (96, 24),
            (94, 55))
            .Template(256, (8, 4), (95, 4))
            .Set(300, d => d.U32(5).Text("Gi1/0/5", 8).Text("uplink", 16).U32(6).Text("", 8).Text("desk", 16))
            .Set(301, d => d.U32(1).U32(0x0D000050).Text("http", 24).Text("web", 55))
            .Set(256, d => d.Ip("10.0.0.1").U32(0x0D000050).Ip("10.0.0.1").U32(0x0D000051)).Build());
        Assert.Equal(new Dictionary<uint, string> { [5] = "Gi1/0/5", [6] = "desk" }, collector.Snapshot().InterfaceNames);
        Assert.Equal("http", collector.Decoder.ApplicationNames[13ul << 56 | 0x50]);
        Assert.Equal(["http", ""], collector.Batch.ApplicationName[..2].Select(collector.Text));
    }

    [Fact]
    public void Option_tables_are_bounded()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxOptionsEntries = 10 });
        collector.Feed(Datagram.V9().OptionsTemplate(300, 1, (1, 4), (48, 4), (34, 4)).Set(300, d =>
        {
            for (uint i = 0; i < 50; i++)
            {
                d.U32(1).U32(i).U32(100);
            }
        }).Build());
        Assert.Equal(50, collector.Counters.OptionsRecords);
        Assert.Equal(40, collector.Counters[DecodeError.OptionsLimit]);
    }
}
