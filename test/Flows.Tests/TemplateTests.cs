using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Life and scope of templates, and data that comes before them.</summary>
public sealed class TemplateTests
{
    private static readonly (long, int)[] Layout = [(8, 4), (12, 4), (1, 4), (2, 4)];
    private static readonly (long, int)[] Longer = [(8, 4), (12, 4), (1, 8), (2, 8), (4, 1)];

    [Fact]
    public void A_repeated_template_changes_nothing()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, Layout).Build());
        collector.Feed(Datagram.V9(1).Template(256, Layout).Set(256, Flow).Build());
        var snapshot = collector.Snapshot();
        Assert.Equal((2L, 0L), (snapshot.TemplateRecords, snapshot.TemplatesChanged));
        Assert.Equal(1, Assert.Single(snapshot.Templates).Records);
        Assert.Equal(["sourceIPv4Address", "destinationIPv4Address", "octetDeltaCount", "packetDeltaCount"],
            snapshot.Templates[0].Fields.Select(f => f.Name));
        Assert.Equal(["SourceAddress", "DestinationAddress", "Bytes", "Packets"], snapshot.Templates[0].Fields.Select(f => f.Column));
    }

    [Fact]
    public void A_template_that_flips_in_mid_stream_is_followed_set_by_set()
    {
        using var collector = new Collector();
        for (uint i = 0; i < 10; i++)
        {
            collector.Feed(Datagram.V9(i).Template(256, Layout).Set(256, Flow).Template(256, Longer).Set(256, LongerFlow).Build());
        }

        Assert.Equal(20, collector.Batch.Count);
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal(500ul, collector.Batch.Bytes[row]));
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal(row % 2 == 0 ? 0 : 17, collector.Batch.Protocol[row]));
        Assert.Equal(19, collector.Snapshot().TemplatesChanged);
    }

    [Fact]
    public void Changes_beyond_the_allowed_rate_are_ignored()
    {
        using var collector = new Collector(new FlowDecoderOptions { TemplateChangesPerMinute = 3 });
        collector.Feed(Datagram.V9().Template(256, Layout).Build());
        for (uint i = 0; i < 5; i++)
        {
            collector.Feed(Datagram.V9(i + 1).Template(256, i % 2 == 0 ? Longer : Layout).Build());
        }

        Assert.Equal(3, collector.Snapshot().TemplatesChanged);
        Assert.Equal(1, collector.Counters[DecodeError.TemplateChangeRate]);
        collector.Feed(Datagram.V9(9).Template(256, Layout).Build(), Datagram.Now + 60_000);
        Assert.Equal(4, collector.Snapshot().TemplatesChanged);
    }

    [Fact]
    public void Domains_versions_and_addresses_have_templates_of_their_own()
    {
        using var collector = new Collector();
        var other = IpAddr.Parse("192.0.2.2");
        collector.Feed(Datagram.V9(domain: 1).Template(256, Layout).Build());
        collector.Feed(Datagram.V9(domain: 2).Template(256, Longer).Build());
        collector.Feed(Datagram.Ipfix(domain: 1).Template(256, (27, 16), (1, 8)).Build());
        collector.Feed(Datagram.V9(1, domain: 1).Set(256, Flow).Build());
        collector.Feed(Datagram.V9(1, domain: 2).Set(256, LongerFlow).Build());
        collector.Feed(Datagram.Ipfix(domain: 1).Set(256, d => d.Ip("2001:db8::1").U64(7)).Build());
        Assert.Equal(3, collector.Batch.Count);
        Assert.Equal("2001:db8::1", collector.Batch.Source(2));
        collector.Feed(Datagram.V9(domain: 1).Set(256, Flow).Build(), source: other);
        Assert.Equal(3, collector.Batch.Count);
        Assert.Equal(1, collector.Counters.ParkedSets);
    }

    [Fact]
    public void Data_before_its_template_waits_and_is_replayed_with_its_own_clock()
    {
        using var collector = new Collector();
        var early = Datagram.V9(uptime: 5000, exportMs: Datagram.Now).Set(256, d => Flow(d, 4000)).Build();
        collector.Feed(early, Datagram.Now);
        collector.Feed(Datagram.V9(1).Set(257, d => Flow(d, 4000)).Build());
        Assert.Equal(0, collector.Batch.Count);
        Assert.Equal([new(256, Datagram.Now, 1), new(257, Datagram.Now, 1)], collector.Snapshot().MissingTemplates);
        (long, int)[] timed = [.. Layout, (21, 4)];
        collector.Feed(Datagram.V9(2, uptime: 65_000, exportMs: Datagram.Now + 60_000).Template(256, timed).Build(), Datagram.Now + 60_000);
        Assert.Equal(1, collector.Batch.Count);
        Assert.Equal(Datagram.Now - 1000, collector.Batch.EndMs[0]);
        Assert.Equal(Datagram.Now, collector.Batch.ReceivedMs[0]);
        var snapshot = collector.Snapshot();
        Assert.Equal((2L, 1L, 0L), (snapshot.ParkedSets, snapshot.ReplayedSets, snapshot.DroppedSets));
        Assert.Equal(257, Assert.Single(snapshot.MissingTemplates).Id);
    }

    [Fact]
    public void Data_before_its_template_in_the_same_datagram_is_read()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Set(256, Flow).Template(256, Layout).Build());
        Assert.Equal(1, collector.Batch.Count);
    }

    [Fact]
    public void What_waits_is_bounded_by_sets_templates_bytes_and_age()
    {
        using var collector = new Collector(new FlowDecoderOptions
        {
            MaxParkedSets = 3,
            MaxParkedTemplates = 2,
            MaxParkedBytes = 5 * 16,
            ParkedTime = TimeSpan.FromMinutes(5),
        });
        for (uint i = 0; i < 5; i++)
        {
            collector.Feed(Datagram.V9(i).Set(256, Flow).Build());
        }

        Assert.Equal(2, collector.Counters.DroppedSets);
        collector.Feed(Datagram.V9(5).Set(257, Flow).Set(257, Flow).Set(257, Flow).Set(258, Flow).Build());
        Assert.Equal(2 + 1 + 1, collector.Counters.DroppedSets);
        Assert.Equal(5 * 16, collector.Counters.ParkedBytes);
        collector.Decoder.Sweep(Datagram.Now + 299_999);
        Assert.Equal(5 * 16, collector.Counters.ParkedBytes);
        collector.Decoder.Sweep(Datagram.Now + 300_000);
        Assert.Equal(0, collector.Counters.ParkedBytes);
        Assert.Equal(9, collector.Counters.DroppedSets);
        Assert.Empty(collector.Snapshot().MissingTemplates);
    }

    [Fact]
    public void A_long_queue_is_replayed_in_pieces_without_losing_any()
    {
        using var collector = new Collector();
        for (uint i = 0; i < 600; i++)
        {
            collector.Feed(Datagram.V9(i).Set(256, d =>
            {
                for (var n = 0; n < 30; n++)
                {
                    Flow(d);
                }
            }).Build());
        }

        collector.Feed(Datagram.V9(600).Template(256, Layout).Build());
        Assert.InRange(collector.Batch.Count, 8192, 8192 + 30);
        collector.Feed(Datagram.V9(601).Set(256, Flow).Build());
        collector.Feed(Datagram.V9(602).Set(256, Flow).Build());
        Assert.Equal((600 * 30) + 2, collector.Batch.Count);
        Assert.Equal(600, collector.Counters.ReplayedSets);
    }

    [Fact]
    public void Unused_templates_expire_and_used_ones_do_not()
    {
        using var collector = new Collector(new FlowDecoderOptions { TemplateIdleTime = TimeSpan.FromHours(1) });
        collector.Feed(Datagram.V9().Template(256, Layout).Template(257, Longer).Build());
        var later = Datagram.Now + 3_000_000;
        collector.Feed(Datagram.V9(1).Set(256, Flow).Build(), later);
        collector.Decoder.Sweep(later + 700_000);
        var snapshot = collector.Snapshot();
        Assert.Equal(256, Assert.Single(snapshot.Templates).Id);
        Assert.Equal((1L, 1L), (snapshot.TemplatesExpired, collector.Counters.Templates));
    }

    [Fact]
    public void Withdrawals_are_ignored_unless_told_otherwise()
    {
        var withdrawal = Datagram.Ipfix().Set(2, d => d.U16(256).U16(0)).Build();
        using var careful = new Collector();
        careful.Feed(Datagram.Ipfix().Template(256, Layout).Build());
        careful.Feed(withdrawal);
        Assert.Single(careful.Snapshot().Templates);
        Assert.Equal(1, careful.Counters[DecodeError.WithdrawalIgnored]);

        using var obedient = new Collector(new FlowDecoderOptions { HonourWithdrawals = true });
        obedient.Feed(Datagram.Ipfix().Template(256, Layout).Template(257, Layout).OptionsTemplate(258, 1, (149, 4), (34, 4)).Build());
        obedient.Feed(withdrawal);
        Assert.Equal([257, 258], obedient.Snapshot().Templates.Select(t => (int)t.Id));
        obedient.Feed(Datagram.Ipfix().Set(2, d => d.U16(2).U16(0)).Build());
        Assert.Equal([258], obedient.Snapshot().Templates.Select(t => (int)t.Id));
        obedient.Feed(Datagram.Ipfix().Set(3, d => d.U16(3).U16(0)).Build());
        Assert.Empty(obedient.Snapshot().Templates);
    }

    [Fact]
    public void An_id_moves_from_options_to_data()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().OptionsTemplate(256, 1, (1, 4), (34, 4)).Build());
        collector.Feed(Datagram.V9(1).Template(256, Layout).Set(256, Flow).Build());
        Assert.Equal(1, collector.Batch.Count);
        Assert.False(Assert.Single(collector.Snapshot().Templates).Options);
    }

    [Theory]
    [InlineData(DecodeError.TemplateTruncated, new byte[] { 1, 0, 0, 200, 0, 8, 0, 4 })]
    [InlineData(DecodeError.TemplateTruncated, new byte[] { 1, 0, 255, 255, 0, 8, 0, 4 })]
    [InlineData(DecodeError.TemplateId, new byte[] { 0, 255, 0, 1, 0, 8, 0, 4 })]
    [InlineData(DecodeError.TemplateTooSmall, new byte[] { 1, 0, 0, 1, 0, 4, 0, 1 })]
    [InlineData(DecodeError.TemplateTooSmall, new byte[] { 1, 0, 0, 1, 0, 8, 0, 0 })]
    [InlineData(DecodeError.TemplateTooSmall, new byte[] { 1, 0, 0, 0 })]
    public void Templates_that_cannot_be_right_are_refused(DecodeError reason, byte[] body)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Set(0, d => d.Raw(body)).Build());
        Assert.Equal(1, collector.Counters[reason]);
        Assert.Empty(collector.Snapshot().Templates);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 400)]
    public void Options_templates_whose_lengths_do_not_fit_are_refused(int scopeBytes, int optionBytes)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Set(1, d => d.U16(256).U16(scopeBytes).U16(optionBytes).U32(0x00010004).U32(0x00220004)).Build());
        Assert.Equal(1, collector.Counters[DecodeError.TemplateTruncated]);
        Assert.Empty(collector.Snapshot().Templates);
    }

    [Fact]
    public void Too_many_fields_skip_the_template_and_not_the_next()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxTemplateFields = 4 });
        collector.Feed(Datagram.V9().Set(0, d =>
        {
            d.U16(256).U16(5);
            for (var i = 0; i < 5; i++)
            {
                d.U16(i + 1).U16(4);
            }

            d.U16(257).U16(1).U16(8).U16(4);
        }).Build());
        Assert.Equal(1, collector.Counters[DecodeError.TemplateFields]);
        Assert.Equal(257, Assert.Single(collector.Snapshot().Templates).Id);
    }

    private static void Flow(Datagram d) => d.Ip("10.0.0.1").Ip("10.0.0.2").U32(500).U32(5);

    private static void Flow(Datagram d, uint end) => d.Ip("10.0.0.1").Ip("10.0.0.2").U32(500).U32(5).U32(end);

    private static void LongerFlow(Datagram d) => d.Ip("10.0.0.1").Ip("10.0.0.2").U64(500).U64(5).U8(17);
}
