using Clarion.Flows.Tests.Harness;
using CsCheck;

namespace Clarion.Flows.Tests;

/// <summary>What survives a restart of the decoder.</summary>
public sealed class StateTests
{
    private static readonly byte[] Data = Datagram.Ipfix(5).Set(256, d => d.Ip("10.0.0.1").U8(3).U32(0x0D000050).U32(1000)
        .U32(2000)).Build();

    [Fact]
    public void A_restored_decoder_reads_data_as_the_one_that_was_saved()
    {
        using var before = Taught();
        var state = Assert.Single(before.Decoder.SaveState(onlyChanged: true));
        before.Feed(Data);
        using var after = new Collector();
        Assert.True(after.Decoder.RestoreState(state.Exporter, state.State));
        after.Feed(Data);
        Assert.Equal((1, 1), (before.Batch.Count, after.Batch.Count));
        Assert.Equal((before.Batch.EndMs[0], 500f, "http"),
            (after.Batch.EndMs[0], after.Batch.SamplingRate[0], after.Text(after.Batch.ApplicationName[0])));
        Assert.Equal(before.Snapshot().InterfaceNames, after.Snapshot().InterfaceNames);
        Assert.Equal("http", after.Decoder.ApplicationNames[13ul << 56 | 0x50]);
        Assert.Equal(state.State, Assert.Single(after.Decoder.SaveState(onlyChanged: false)).State);
    }

    [Fact]
    public void Only_what_changed_is_saved()
    {
        using var collector = Taught();
        Assert.Single(collector.Decoder.SaveState(onlyChanged: true));
        collector.Feed(Data);
        Assert.Empty(collector.Decoder.SaveState(onlyChanged: true));
        Assert.Single(collector.Decoder.SaveState(onlyChanged: false));
        collector.Feed(Datagram.Ipfix(6).Template(257, (8, 4)).Build());
        Assert.Single(collector.Decoder.SaveState(onlyChanged: true));
    }

    [Fact]
    public void A_damaged_state_is_refused_whole()
    {
        using var collector = Taught();
        var (exporter, state) = Assert.Single(collector.Decoder.SaveState(onlyChanged: false));
        Gen.Select(Gen.Int[0, state.Length - 1], Gen.Byte[1, 255]).Sample((at, flip) =>
        {
            using var after = new Collector();
            var damaged = state.ToArray();
            damaged[at] ^= flip;
            return !after.Decoder.RestoreState(exporter, damaged) && !after.Decoder.RestoreState(exporter, state.AsSpan(0, at))
                && after.Decoder.Snapshot().Count == 0;
        }, iter: 300);
    }

    [Fact]
    public void Restored_templates_expire_only_after_their_time_runs_anew()
    {
        using var before = Taught();
        var (exporter, state) = Assert.Single(before.Decoder.SaveState(onlyChanged: false));
        using var after = new Collector();
        after.Decoder.RestoreState(exporter, state);
        after.Decoder.Sweep(Datagram.Now + 90L * 86_400_000);
        Assert.Equal(3, after.Snapshot().Templates.Count);
        after.Decoder.Sweep(Datagram.Now + 91L * 86_400_000 + 1);
        Assert.Empty(after.Snapshot().Templates);
        after.Decoder.Sweep(Datagram.Now + 93L * 86_400_000);
        Assert.Empty(after.Decoder.Snapshot());
    }

    [Fact]
    public void A_state_of_an_exporter_that_is_no_longer_allowed_is_left_alone()
    {
        using var before = Taught();
        var (exporter, state) = Assert.Single(before.Decoder.SaveState(onlyChanged: false));
        using var after = new Collector(new FlowDecoderOptions { AllowedExporters = ["198.51.100.0/24"] });
        Assert.True(after.Decoder.RestoreState(exporter, state));
        Assert.Empty(after.Decoder.Snapshot());
    }

    [Fact]
    public void What_another_decoder_knows_is_taken_over_for_data_that_waits()
    {
        using var taught = Taught();
        var (exporter, state) = Assert.Single(taught.Decoder.SaveState(onlyChanged: false));
        using var other = new Collector();
        Assert.Equal(0, other.Decoder.ImportState(exporter, state, Datagram.Now));
        other.Feed(Data);
        Assert.Equal(0, other.Batch.Count);
        Assert.Equal(3, other.Decoder.ImportState(exporter, state, Datagram.Now));
        other.Decoder.Replay(other.Batch);
        taught.Feed(Data);
        Assert.Equal((1, 500f, "http"), (other.Batch.Count, other.Batch.SamplingRate[0], other.Text(other.Batch.ApplicationName[0])));
        Assert.Equal(taught.Batch.EndMs[0], other.Batch.EndMs[0]);
        Assert.Equal((3, 1), (other.Decoder.Counters.ImportedTemplates, other.Decoder.Counters.ReplayedSets));
        Assert.Equal(taught.Snapshot().InterfaceNames, other.Snapshot().InterfaceNames);

        // A second time there is nothing to take over, and what it knows can be lent on.
        Assert.Equal(0, other.Decoder.ImportState(exporter, state, Datagram.Now));
        Assert.Equal(state, Assert.Single(other.Decoder.SaveState(onlyChanged: true)).State);
        Assert.Null(other.Decoder.ImportState(exporter, state.AsSpan(1), Datagram.Now));
    }

    [Fact]
    public void What_an_exporter_says_itself_comes_first_and_replaces_what_was_taken_over()
    {
        using var taught = Taught();
        var (exporter, state) = Assert.Single(taught.Decoder.SaveState(onlyChanged: false));
        using var other = new Collector(new FlowDecoderOptions { TemplateChangesPerMinute = 1 });
        other.Feed(Datagram.Ipfix(5).Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.9")).Build());
        Assert.Equal(2, other.Decoder.ImportState(exporter, state, Datagram.Now));
        Assert.Single(other.Snapshot().Templates.Single(t => t.Id == 256).Fields);

        // One that was only taken over is refuted: not counted against the rate at which an exporter may change its mind.
        other.Feed(Datagram.Ipfix(6).OptionsTemplate(300, 1, (149, 4), (34, 4)).Build());
        Assert.Equal(2, other.Snapshot().Templates.Single(t => t.Id == 300).Fields.Count);
        Assert.Equal(0, other.Decoder.Counters[DecodeError.TemplateChangeRate]);
        other.Feed(Datagram.Ipfix(7).OptionsTemplate(300, 1, (149, 4), (48, 1), (34, 4), (160, 8)).Build());
        Assert.Equal(0, other.Decoder.Counters[DecodeError.TemplateChangeRate]);
        other.Feed(Datagram.Ipfix(8).OptionsTemplate(300, 1, (149, 4), (34, 4)).Build());
        Assert.Equal(1, other.Decoder.Counters[DecodeError.TemplateChangeRate]);
    }

    [Fact]
    public void A_state_of_the_first_format_is_still_read()
    {
        using var collector = new Collector();
        Assert.True(collector.Decoder.RestoreState(
            new ExporterKey(IpAddr.Parse("10.255.0.1"), 0, 10),
            Convert.FromHexString("0100000000000000000100000000010000000000000000DC20749701000002000000000000000400080000000000040001000000000000000000000000000000000000000000000000002D90906C7F907A66")));
        Assert.Equal(256, Assert.Single(collector.Snapshot().Templates).Id);
    }

    private static Collector Taught()
    {
        var collector = new Collector();
        collector.Feed(Datagram.Ipfix()
            .Template(256, (8, 4), (48, 1), (95, 4), (22, 4), (21, 4))
            .OptionsTemplate(300, 1, (149, 4), (48, 1), (34, 4), (160, 8))
            .OptionsTemplate(301, 1, (10, 4), (82, 65535), (95, 4), (96, 65535))
            .Set(300, d => d.U32(0).U8(3).U32(500).U64(Datagram.Now - 10_000))
            .Set(301, d => d.U32(7).Var("Gi1/0/7").U32(0x0D000050).Var("http")).Build());
        return collector;
    }
}
