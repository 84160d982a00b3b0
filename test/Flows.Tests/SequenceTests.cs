using Clarion.Flows.Tests.Harness;
using CsCheck;

namespace Clarion.Flows.Tests;

/// <summary>Loss, order and restarts by sequence numbers, seen through whole datagrams.</summary>
public sealed class SequenceTests
{
    private static readonly Gen<(uint Start, int[] Units, bool[] Lost)> Streams =
        from start in Gen.UInt
        from units in Gen.Int[1, 30].Array[3, 60]
        from lost in Gen.Bool.Array[units.Length]
        select (start, units, lost);

    [Fact]
    public void What_never_arrives_between_the_first_and_the_last_is_lost_exactly()
    {
        Streams.Sample(stream =>
        {
            var (datagrams, units) = (Ipfix(stream.Start, stream.Units), stream.Units);
            using var collector = new Collector();
            long expected = 0;
            for (var i = 0; i < datagrams.Length; i++)
            {
                if (stream.Lost[i] && i > 0 && i < datagrams.Length - 1)
                {
                    expected += units[i];
                    continue;
                }

                collector.Feed(datagrams[i]);
            }

            var snapshot = collector.Snapshot();
            return snapshot.LostUnits == expected && snapshot.OutOfOrder == 0 && snapshot.Resyncs == 0;
        }, iter: 300);
    }

    [Fact]
    public void What_arrives_late_is_not_lost()
    {
        Gen.Select(Streams, Gen.Int[1, 8]).Sample((stream, distance) =>
        {
            var datagrams = Ipfix(stream.Start, stream.Units);
            using var collector = new Collector();
            collector.Feed(datagrams[0]);

            // Each block of a few datagrams arrives backwards; the first and the last stay where they are.
            foreach (var block in datagrams[1..^1].Chunk(distance))
            {
                foreach (var datagram in block.Reverse())
                {
                    collector.Feed(datagram);
                }
            }

            collector.Feed(datagrams[^1]);
            var snapshot = collector.Snapshot();
            return snapshot.LostUnits == 0 && snapshot.Resyncs == 0;
        }, iter: 300);
    }

    [Fact]
    public void Repeated_datagrams_are_counted_and_change_nothing_else()
    {
        Streams.Sample(stream =>
        {
            using var collector = new Collector();
            var datagrams = Ipfix(stream.Start, stream.Units);
            foreach (var datagram in datagrams)
            {
                collector.Feed(datagram);
                collector.Feed(datagram);
            }

            var snapshot = collector.Snapshot();
            return snapshot.LostUnits == 0 && snapshot.OutOfOrder == datagrams.Length;
        }, iter: 100);
    }

    [Fact]
    public void Each_version_counts_its_own_unit()
    {
        using var v5 = new Collector();
        v5.Feed(V5(100, 3));
        v5.Feed(V5(103 + 12, 3));
        Assert.Equal(12, v5.Snapshot().LostUnits);

        using var v9 = new Collector();
        v9.Feed(Datagram.V9(100).Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2")).Build());
        v9.Feed(Datagram.V9(104).Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2")).Build());
        Assert.Equal(3, v9.Snapshot().LostUnits);

        using var ipfix = new Collector();
        ipfix.Feed(Datagram.Ipfix(100).Template(256, (8, 4)).OptionsTemplate(300, 1, (149, 4), (34, 4))
            .Set(256, d => d.Ip("10.0.0.1").Ip("10.0.0.2")).Set(300, d => d.U32(0).U32(1)).Build());
        ipfix.Feed(Datagram.Ipfix(103).Template(256, (8, 4)).Build());
        ipfix.Feed(Datagram.Ipfix(110).Set(256, d => d.Ip("10.0.0.1")).Build());
        Assert.Equal(7, ipfix.Snapshot().LostUnits);
    }

    [Fact]
    public void After_a_set_of_unknown_size_the_next_message_is_not_judged()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix(100).Template(256, (8, 4)).Set(256, d => d.Ip("10.0.0.1")).Build());
        collector.Feed(Datagram.Ipfix(101).Set(999, d => d.Ip("10.0.0.1").Ip("10.0.0.1")).Build());
        collector.Feed(Datagram.Ipfix(500).Set(256, d => d.Ip("10.0.0.1")).Build());
        collector.Feed(Datagram.Ipfix(503).Set(256, d => d.Ip("10.0.0.1")).Build());
        Assert.Equal((2L, 0L), (collector.Snapshot().LostUnits, collector.Snapshot().Resyncs));
    }

    [Fact]
    public void A_restart_by_uptime_or_by_a_far_number_is_no_loss()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9(500, uptime: 900_000).Template(256, (8, 4)).Build());
        collector.Feed(Datagram.V9(3, uptime: 1000).Set(256, d => d.Ip("10.0.0.1")).Build());
        collector.Feed(Datagram.V9(4, uptime: 2000).Set(256, d => d.Ip("10.0.0.1")).Build());
        Assert.Equal((0L, 1L, 0L), (collector.Snapshot().LostUnits, collector.Snapshot().Resyncs, collector.Snapshot().OutOfOrder));
        Assert.Equal(2, collector.Batch.Count);
        collector.Feed(Datagram.V9(4_000_000, uptime: 3000).Build());
        Assert.Equal((0L, 2L), (collector.Snapshot().LostUnits, collector.Snapshot().Resyncs));
    }

    [Fact]
    public void The_wrap_of_uptime_and_sequence_is_no_restart()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9(uint.MaxValue, uptime: uint.MaxValue - 500).Build());
        collector.Feed(Datagram.V9(0, uptime: 500).Build());
        Assert.Equal((0L, 0L), (collector.Snapshot().LostUnits, collector.Snapshot().Resyncs));
    }

    [Fact]
    public void A_v9_exporter_that_counts_flows_is_found_out()
    {
        using var collector = new Collector();
        uint sequence = 0;
        collector.Feed(Datagram.V9(sequence).Template(256, (8, 4)).Set(256, Two).Build());
        for (var i = 0; i < 40; i++)
        {
            sequence += 2;
            collector.Feed(Datagram.V9(sequence).Set(256, Two).Build());
        }

        Assert.Equal(0, collector.Snapshot().LostUnits);
        collector.Feed(Datagram.V9(sequence + 2 + 10).Set(256, Two).Build());
        Assert.Equal(10, collector.Snapshot().LostUnits);
        Assert.Equal((42 * 2 + 10, 10), (Assert.Single(collector.Snapshot().Stretches).Span, collector.Snapshot().Stretches[0].Lost));
    }

    [Fact]
    public void Numbers_that_follow_each_other_make_a_stretch_with_what_is_missing()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix(uint.MaxValue - 1).Template(256, (8, 4)).Set(256, Two).Build());
        collector.Feed(Datagram.Ipfix(5).Set(256, Two).Build(), Datagram.Now + 1000);
        Assert.Equal(new SequenceStretch(Datagram.Now, Datagram.Now + 1000, uint.MaxValue - 1, 9, 5, 0), Assert.Single(collector.Snapshot().Stretches));
        collector.Feed(Datagram.Ipfix(2).Set(256, Two).Build(), Datagram.Now + 2000);
        Assert.Equal(new SequenceStretch(Datagram.Now, Datagram.Now + 1000, uint.MaxValue - 1, 9, 3, 0), Assert.Single(collector.Snapshot().Stretches));
    }

    [Fact]
    public void What_follows_a_set_of_unknown_size_is_neither_received_nor_missing()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix(100).Template(256, (8, 4)).Set(256, Two).Build());
        collector.Feed(Datagram.Ipfix(102).Set(999, Two).Build());
        collector.Feed(Datagram.Ipfix(110).Set(256, Two).Build());
        Assert.Equal(new SequenceStretch(Datagram.Now, Datagram.Now, 100, 12, 0, 8), Assert.Single(collector.Snapshot().Stretches));
    }

    [Fact]
    public void A_restart_begins_a_stretch_and_the_newest_four_are_told()
    {
        using var collector = new Collector();
        for (var restart = 0u; restart < 6; restart++)
        {
            collector.Feed(Datagram.Ipfix(restart << 24).Template(256, (8, 4)).Set(256, Two).Build());
            collector.Feed(Datagram.Ipfix((restart << 24) + 3).Set(256, Two).Build());
        }

        // They began in the same millisecond, and are told apart by when they began.
        Assert.Equal(
            [2u, 3u, 4u, 5u],
            collector.Snapshot().Stretches.Select(s => s.SinceMs - Datagram.Now == s.First >> 24 && (s.Span, s.Lost) == (5, 1) ? s.First >> 24 : 0));
    }

    [Fact]
    public void A_long_stretch_goes_on_as_another_and_nothing_is_missing_between_them()
    {
        const uint Step = 1_000_000;
        using var collector = new Collector();
        for (var i = 0u; i <= 1100; i++)
        {
            collector.Feed(Datagram.Ipfix(i * Step).Template(256, (8, 4)).Set(256, Two).Build(), Datagram.Now + i);
        }

        var (first, second) = (collector.Snapshot().Stretches[0], collector.Snapshot().Stretches[1]);
        Assert.InRange(first.Span, 1L << 30, (1L << 30) + Step + 2);
        Assert.Equal((first.First + first.Span, 1100L * Step + 2), (second.First, first.Span + second.Span));
        Assert.Equal((1100L * (Step - 2), 0L), (collector.Snapshot().LostUnits, collector.Snapshot().Resyncs));
        Assert.Equal(collector.Snapshot().LostUnits, first.Lost + second.Lost);
    }

    private static void Two(Datagram d) => d.Ip("10.0.0.1").Ip("10.0.0.2");

    private static byte[] V5(uint sequence, int count) => Datagram.V5(count, sequence).Raw(new byte[48 * count]).Build();

    // The first datagram brings the template with it.
    private static byte[][] Ipfix(uint start, int[] units)
    {
        var sequence = start;
        var datagrams = new byte[units.Length][];
        for (var i = 0; i < units.Length; i++)
        {
            var datagram = Datagram.Ipfix(sequence);
            datagram = i == 0 ? datagram.Template(256, (8, 4)) : datagram;
            datagrams[i] = datagram.Set(256, d => d.Raw(new byte[4 * units[i]])).Build();
            sequence = unchecked(sequence + (uint)units[i]);
        }

        return datagrams;
    }
}
