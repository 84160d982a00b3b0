using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Forged and hostile input meets bounds, and every datagram is accounted for.</summary>
public sealed class LimitTests
{
    [Fact]
    public void Senders_outside_the_list_are_refused()
    {
        using var collector = new Collector(new FlowDecoderOptions { AllowedExporters = ["192.0.2.0/24", "2001:db8::/32"] });
        foreach (var address in new[] { "192.0.2.77", "2001:db8::9", "198.51.100.1", "2001:db9::1" })
        {
            collector.Feed(Datagram.V9().Build(), source: IpAddr.Parse(address));
            collector.Feed(Datagram.V5(0).Build(), source: IpAddr.Parse(address));
        }

        Assert.Equal(4, collector.Counters[DecodeError.NotAllowed]);
        Assert.Equal(2, collector.Counters[DecodeError.BadCount]);
        Assert.Equal(2, collector.Decoder.Snapshot().Count);
    }

    [Fact]
    public void Forged_senders_are_admitted_slowly_and_never_push_out_one_at_work()
    {
        using var collector = new Collector(new FlowDecoderOptions
        {
            MaxExporters = 50,
            NewExportersPerSecond = 100,
            MaxKnownExporters = 1000
        });
        var real = IpAddr.Parse("192.0.2.1");
        collector.Feed(Datagram.V9().Template(256, (8, 4)).Build(), source: real);
        for (uint i = 0; i < 5000; i++)
        {
            var now = Datagram.Now + (i / 10);
            collector.Feed(Datagram.V9().Template(256, (8, 4)).Build(), now, IpAddr.FromV4(0x0B000000 + i));
            collector.Feed(Datagram.V9(i + 1).Set(256, d => d.Ip("10.0.0.1")).Build(), now, real);
        }

        Assert.Equal(50, collector.Counters.Exporters);
        Assert.Equal(5000, collector.Batch.Count);
        Assert.Equal(collector.Counters.Datagrams, collector.Counters.Decoded + collector.Dropped);
        Assert.True(collector.Registry.Count <= 1000);
    }

    [Fact]
    public void An_idle_exporter_gives_way_to_a_new_one_and_leaves_after_its_time()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxExporters = 1, ExporterIdleTime = TimeSpan.FromHours(1) });
        var (first, second) = (IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));
        collector.Feed(Datagram.V9().Template(256, (8, 4)).Set(300, d => d.U32(1)).Build(), source: first);
        collector.Feed(Datagram.V9().Build(), Datagram.Now + 1000, second);
        Assert.Equal(first, collector.Snapshot().Key.Address);
        collector.Feed(Datagram.V9().Build(), Datagram.Now + 600_000, second);
        Assert.Equal(second, collector.Snapshot().Key.Address);
        Assert.Equal((0L, 0L, 1L), (collector.Counters.Templates, collector.Counters.ParkedBytes, collector.Counters.DroppedSets));
        collector.Decoder.Sweep(Datagram.Now + 600_000 + 3_600_001);
        Assert.Empty(collector.Decoder.Snapshot());
        Assert.Equal(0, collector.Counters.Exporters);
    }

    [Fact]
    public void Domains_of_an_address_are_bounded()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxDomainsPerExporter = 8 });
        for (uint domain = 0; domain < 100; domain++)
        {
            collector.Feed(Datagram.Ipfix(domain: domain).Build());
        }

        Assert.Equal(8, collector.Counters.Exporters);
        Assert.Equal(92, collector.Counters[DecodeError.DomainLimit]);
    }

    [Fact]
    public void A_template_bomb_costs_its_sender_old_templates_and_nobody_else()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxTemplatesPerDomain = 100, MaxTemplates = 150 });
        var other = IpAddr.Parse("192.0.2.2");
        collector.Feed(Datagram.V9().Template(256, (8, 4)).Build(), source: other);
        for (var domain = 0; domain < 3; domain++)
        {
            for (var id = 256; id < 2000; id += 100)
            {
                collector.Feed(Datagram.V9(domain: (uint)domain).Set(0, d =>
                {
                    for (var i = 0; i < 100; i++)
                    {
                        d.U16(id + i).U16(2).U16(8).U16(4).U16(12).U16(4);
                    }
                }).Build());
            }
        }

        Assert.InRange(collector.Counters.Templates, 1, 150);
        Assert.All(collector.Decoder.Snapshot(), e => Assert.InRange(e.Templates.Count, 0, 100));
        collector.Feed(Datagram.V9(1).Set(256, d => d.Ip("10.0.0.1")).Build(), source: other);
        Assert.Equal(1, collector.Batch.Count);
    }

    [Fact]
    public void The_memory_of_templates_is_bounded()
    {
        using var collector = new Collector(new FlowDecoderOptions { MaxTemplateBytes = 1024 * 1024 });
        for (var id = 256; id < 1000; id++)
        {
            collector.Feed(Datagram.V9().Set(0, d =>
            {
                d.U16(id).U16(400);
                for (var i = 0; i < 400; i++)
                {
                    d.U16(1000 + i).U16(4);
                }
            }).Build());
        }

        Assert.InRange(collector.Counters.Templates, 1, 1024 * 1024 / (400 * 96));
    }

    [Fact]
    public void The_largest_datagram_of_the_smallest_records_is_decoded_whole()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4)).Build());
        collector.Feed(Datagram.V9(1).Set(256, d => d.Raw(new byte[65_480])).Build());
        Assert.Equal(65_480 / 4, collector.Batch.Count);
        Assert.Equal(65_480 / 4, collector.Counters.Flows);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 3 }, DecodeError.BadSetLength)]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 }, DecodeError.BadSetLength)]
    [InlineData(new byte[] { 1, 0, 0, 9, 1, 1, 1, 1 }, DecodeError.SetBeyondEnd)]
    public void Sets_with_false_lengths_end_the_datagram_and_keep_what_came_before(byte[] tail, DecodeError reason)
    {
        using var v9 = new Collector();
        Assert.Equal(DecodeStatus.Damaged, v9.Feed(Datagram.V9().Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1")).Raw(tail).Build()));
        Assert.Equal((1, 1L, 1L), (v9.Batch.Count, v9.Counters[reason], v9.Counters.Decoded));
        using var ipfix = new Collector();
        Assert.Equal(DecodeStatus.Damaged, ipfix.Feed(Datagram.Ipfix().Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1"))
            .Raw(tail).Build()));
        Assert.Equal((1, 1L), (ipfix.Batch.Count, ipfix.Counters[reason]));
    }

    [Fact]
    public void Reserved_sets_and_zero_padding_are_passed_over()
    {
        using var collector = new Collector();
        var status = collector.Feed(Datagram.V9().Set(77, d => d.U32(1)).Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1").Raw(0, 0, 0))
            .Raw(new byte[200]).Build());
        Assert.Equal((DecodeStatus.Decoded, 1, 1L), (status, collector.Batch.Count, collector.Counters[DecodeError.ReservedSet]));
        Assert.Equal(0, collector.Counters[DecodeError.BadSetLength]);
    }

    [Fact]
    public void Several_IPFIX_messages_in_a_datagram_are_read_and_junk_behind_them_is_counted()
    {
        var first = Datagram.Ipfix().Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1")).Build();
        var second = Datagram.Ipfix(1).Set(256, d => d.Ip("10.0.0.2")).Build();
        using var collector = new Collector();
        Assert.Equal(DecodeStatus.Decoded, collector.Feed([.. first, .. second]));
        Assert.Equal(DecodeStatus.Damaged, collector.Feed([.. second, 9, 9, 9]));
        Assert.Equal((3, 1L), (collector.Batch.Count, collector.Counters[DecodeError.TrailingBytes]));
        Assert.Equal(2, collector.Counters.Decoded);
    }

    [Fact]
    public void IPFIX_message_lengths_that_lie_are_counted()
    {
        var datagram = Datagram.Ipfix().Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1")).Build();
        using var collector = new Collector();
        datagram[3] = 15;
        Assert.Equal(DecodeStatus.Dropped, collector.Feed(datagram));
        datagram[3] = 200;
        Assert.Equal(DecodeStatus.Damaged, collector.Feed(datagram));
        Assert.Equal((1L, 1L, 1), (collector.Counters[DecodeError.BadMessageLength], collector.Counters[DecodeError.MessageBeyondEnd],
            collector.Batch.Count));
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_by_name()
    {
        var options = new FlowDecoderOptions
        {
            AllowedExporters = ["10.0.0.0/33"],
            DefaultSamplingRate = 0,
            MaxExporters = 0,
            ParkedTime = TimeSpan.Zero,
            SamplingOverrides = [new() { Exporter = "x", Rate = double.NaN }],
            FieldMappings = [new() { Element = 411, Column = "Nonsense" }, new() { Element = 0, Column = "SourceSgt" },
                new() { Element = 1, Column = "Marks" }],
        };
        var faults = options.Validate();
        Assert.Equal(9, faults.Count);
        Assert.All(faults, f => Assert.StartsWith(FlowDecoderOptions.Section + ":", f, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new FlowDecoder(options, new ExporterRegistry(), new TextTable()));
        Assert.Empty(new FlowDecoderOptions().Validate());
    }
}
