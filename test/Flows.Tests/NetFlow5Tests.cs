using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

public sealed class NetFlow5Tests
{
    [Fact]
    public void Every_field_of_a_record_reaches_its_column()
    {
        using var collector = new Collector();
        var status = collector.Feed(Record(Datagram.V5(1, engine: 0x0102)).Build(), Datagram.Now + 50);
        var batch = collector.Batch;
        Assert.Equal(DecodeStatus.Decoded, status);
        Assert.Equal(1, batch.Count);
        Assert.Equal(new ExporterKey(Collector.Exporter, 0x0102, 5), batch.Exporters[batch.Exporter[0]]);
        Assert.Equal("10.1.2.3", batch.Source(0));
        Assert.Equal("198.51.100.9", batch.Destination(0));
        Assert.Equal("10.0.0.1", new IpAddr(batch.NextHop[0]).ToString());
        Assert.Equal((3u, 4u), (batch.InputInterface[0], batch.OutputInterface[0]));
        Assert.Equal((10ul, 4000ul), (batch.Packets[0], batch.Bytes[0]));
        Assert.Equal(Datagram.Now - 5000, batch.StartMs[0]);
        Assert.Equal(Datagram.Now - 1000, batch.EndMs[0]);
        Assert.Equal(Datagram.Now + 50, batch.ReceivedMs[0]);
        Assert.Equal((byte)FlowTimeOrigin.Uptime, batch.TimeOrigin[0]);
        Assert.Equal((40000, 443), (batch.SourcePort[0], batch.DestinationPort[0]));
        Assert.Equal((0x1B, 6, 0xB8, 4), (batch.TcpFlags[0], batch.Protocol[0], batch.Tos[0], batch.IpVersion[0]));
        Assert.Equal((64512u, 64513u), (batch.SourceAs[0], batch.DestinationAs[0]));
        Assert.Equal((24, 16), (batch.SourcePrefixLength[0], batch.DestinationPrefixLength[0]));
        Assert.Equal((1f, (byte)FlowSamplingOrigin.None), (batch.SamplingRate[0], batch.SamplingOrigin[0]));
    }

    [Theory]
    [InlineData(0x03E8)]
    [InlineData(0x43E8)]
    [InlineData(0x83E8)]
    public void The_sampling_interval_counts_whatever_the_mode_bits_say(int word)
    {
        using var collector = new Collector();
        collector.Feed(Record(Datagram.V5(1, sampling: (ushort)word)).Build());
        Assert.Equal(1000f, collector.Batch.SamplingRate[0]);
        Assert.Equal((byte)FlowSamplingOrigin.Header, collector.Batch.SamplingOrigin[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(55_582)]
    public void A_count_that_the_datagram_cannot_hold_drops_it(int count)
    {
        using var collector = new Collector();
        Assert.Equal(DecodeStatus.Dropped, collector.Feed(Record(Datagram.V5(count)).Build()));
        Assert.Equal(1, collector.Counters[DecodeError.BadCount]);
        Assert.Equal(0, collector.Batch.Count);
        Assert.Empty(collector.Decoder.Snapshot());
    }

    [Fact]
    public void Bytes_after_the_records_are_ignored()
    {
        using var collector = new Collector();
        collector.Feed(Record(Datagram.V5(1)).Raw(1, 2, 3).Build());
        Assert.Equal(1, collector.Batch.Count);
    }

    [Theory]
    [InlineData(new byte[] { }, DecodeError.TooShort)]
    [InlineData(new byte[] { 0 }, DecodeError.TooShort)]
    [InlineData(new byte[] { 0, 5, 0 }, DecodeError.TooShort)]
    [InlineData(new byte[] { 0, 9, 0 }, DecodeError.TooShort)]
    [InlineData(new byte[] { 0, 10, 0 }, DecodeError.TooShort)]
    [InlineData(new byte[] { 0, 1, 0, 1 }, DecodeError.UnknownVersion)]
    [InlineData(new byte[] { 0, 7, 0, 1 }, DecodeError.UnknownVersion)]
    public void What_is_no_flow_export_is_counted_under_its_reason(byte[] datagram, DecodeError reason)
    {
        using var collector = new Collector();
        Assert.Equal(DecodeStatus.Dropped, collector.Feed(datagram));
        Assert.Equal(1, collector.Counters[reason]);
        Assert.Equal(1, collector.Dropped);
        var drops = new Dictionary<string, long>(StringComparer.Ordinal);
        collector.Counters.AddTo(drops);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["decode." + reason.ToText()] = 1 }, drops);
    }

    private static Datagram Record(Datagram datagram) => datagram
        .Ip("10.1.2.3").Ip("198.51.100.9").Ip("10.0.0.1").U16(3).U16(4).U32(10).U32(4000)
        .U32(Datagram.Uptime - 5000).U32(Datagram.Uptime - 1000).U16(40000).U16(443)
        .U8(0).U8(0x1B).U8(6).U8(0xB8).U16(64512).U16(64513).U8(24).U8(16).U16(0);
}
