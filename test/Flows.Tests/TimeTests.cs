using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

/// <summary>Every time base, and clocks that are wrong.</summary>
public sealed class TimeTests
{
    private const ulong NtpToUnix = 2_208_988_800;

    public static TheoryData<int, int, int, ulong, ulong, FlowTimeOrigin> Bases { get; } = new()
    {
        { 152, 153, 8, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Milliseconds },
        { 150, 151, 4, (Datagram.Now - 5000) / 1000, (Datagram.Now - 1000) / 1000, FlowTimeOrigin.Seconds },
        { 154, 155, 8, Ntp(Datagram.Now - 5000), Ntp(Datagram.Now - 1000), FlowTimeOrigin.Fraction },
        { 156, 157, 8, Ntp(Datagram.Now - 5000), Ntp(Datagram.Now - 1000), FlowTimeOrigin.Fraction },
        { 154, 155, 8, (Datagram.Now - 5000) * 1000, (Datagram.Now - 1000) * 1000, FlowTimeOrigin.Fraction },
        { 156, 157, 8, (Datagram.Now - 5000) * 1_000_000, (Datagram.Now - 1000) * 1_000_000, FlowTimeOrigin.Fraction },
        { 158, 159, 4, 5_000_000, 1_000_000, FlowTimeOrigin.ExportDelta },
        { 22, 21, 4, Datagram.Uptime - 5000, Datagram.Uptime - 1000, FlowTimeOrigin.Uptime },
    };

    [Theory]
    [MemberData(nameof(Bases))]
    public void Each_base_gives_the_same_times(int start, int end, int length, ulong startValue, ulong endValue, FlowTimeOrigin origin)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (start, length), (end, length))
            .Set(256, d => Put(Put(d.Ip("10.0.0.1"), startValue, length), endValue, length)).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, origin);
    }

    [Theory]
    [InlineData(161, 4000u)]
    [InlineData(162, 4_000_000u)]
    public void A_duration_completes_a_start_or_an_end(int element, uint duration)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (8, 4), (152, 8), (element, 4)).Template(257, (8, 4), (153, 8), (element, 4))
            .Set(256, d => d.Ip("10.0.0.1").U64(Datagram.Now - 5000).U32(duration))
            .Set(257, d => d.Ip("10.0.0.1").U64(Datagram.Now - 1000).U32(duration)).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Milliseconds);
        Assert.Equal((Datagram.Now - 5000, Datagram.Now - 1000), (collector.Batch.StartMs[1], collector.Batch.EndMs[1]));
    }

    [Fact]
    public void Milliseconds_win_over_uptime_and_nothing_means_export_time()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (21, 4), (22, 4), (152, 8), (153, 8)).Template(257, (8, 4))
            .Set(256, d => d.U32(1).U32(1).U64(Datagram.Now - 5000).U64(Datagram.Now - 1000)).Set(257, d => d.Ip("10.0.0.1")).Build(),
            Datagram.Now + 700);
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Milliseconds);
        Assert.Equal((Datagram.Now, (byte)FlowTimeOrigin.Export), (collector.Batch.EndMs[1], collector.Batch.TimeOrigin[1]));
    }

    [Fact]
    public void The_uptime_clock_may_wrap_between_flow_and_export()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9(uptime: 2000).Template(256, (8, 4), (22, 4), (21, 4))
            .Set(256, d => d.Ip("10.0.0.1").U32(uint.MaxValue - 2999).U32(1000)).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Uptime);
    }

    [Fact]
    public void An_end_after_its_export_by_uptime_is_clamped_and_counted()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.V9().Template(256, (8, 4), (22, 4), (21, 4))
            .Set(256, d => d.Ip("10.0.0.1").U32(Datagram.Uptime - 10).U32(Datagram.Uptime + 500)).Build());
        AssertTimes(collector, Datagram.Now - 10, Datagram.Now, FlowTimeOrigin.Uptime);
        Assert.Equal(FlowMarks.TimeClamped, collector.Batch.MarksOf(0));
        Assert.Equal(1, collector.Counters[DecodeError.TimeClamped]);
    }

    [Fact]
    public void In_IPFIX_the_boot_time_comes_from_the_record_else_from_options()
    {
        using var collector = new Collector();
        const ulong boot = Datagram.Now - 9_000_000_000;
        var uptime = unchecked((uint)(Datagram.Now - (long)boot));
        collector.Feed(Datagram.Ipfix().Template(256, (22, 4), (21, 4), (160, 8)).Template(257, (22, 4), (21, 4))
            .OptionsTemplate(300, 1, (149, 4), (160, 8)).Set(256, d => d.U32(uptime - 5000).U32(uptime - 1000).U64(boot))
            .Set(300, d => d.U32(0).U64(boot)).Set(257, d => d.U32(uptime - 5000).U32(uptime - 1000)).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Uptime);
        Assert.Equal((Datagram.Now - 5000, Datagram.Now - 1000), (collector.Batch.StartMs[1], collector.Batch.EndMs[1]));
    }

    [Fact]
    public void In_IPFIX_a_flow_may_end_in_the_second_that_its_header_leaves_out()
    {
        using var collector = new Collector();
        const ulong boot = Datagram.Now - 10_000;
        collector.Feed(Datagram.Ipfix().Template(256, (22, 4), (21, 4), (160, 8))
            .Set(256, d => d.U32(9000).U32(10_900).U64(boot).U32(9000).U32(12_000).U64(boot)).Build());
        Assert.Equal([Datagram.Now + 900, Datagram.Now], collector.Batch.EndMs[..2]);
        Assert.Equal(1, collector.Counters[DecodeError.TimeClamped]);
    }

    [Fact]
    public void In_IPFIX_without_a_boot_time_the_base_is_learnt_from_the_latest_flow()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (22, 4), (21, 4))
            .Set(256, d => d.U32(10_000).U32(50_000).U32(20_000).U32(60_000)).Build());
        Assert.Equal([Datagram.Now - 10_000, Datagram.Now], collector.Batch.EndMs[..2]);
        collector.Feed(Datagram.Ipfix(2, exportMs: Datagram.Now + 30_000).Set(256, d => d.U32(10_000).U32(60_000)).Build(),
            Datagram.Now + 30_000);
        Assert.Equal(Datagram.Now, collector.Batch.EndMs[2]);
    }

    [Fact]
    public void Reversed_times_are_swapped_and_counted()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (152, 8), (153, 8)).Set(256, d => d.U64(Datagram.Now - 1000)
            .U64(Datagram.Now - 5000)).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Milliseconds);
        Assert.Equal(1, collector.Counters[DecodeError.TimeReversed]);
    }

    [Theory]
    [InlineData(3650L * 86_400_000)]
    [InlineData(-3650L * 86_400_000)]
    [InlineData(600_000L)]
    [InlineData(-600_000L)]
    public void A_clock_that_is_off_is_anchored_to_arrival(long off)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix(exportMs: Datagram.Now + off).Template(256, (152, 8), (153, 8))
            .Set(256, d => d.U64((ulong)(Datagram.Now + off - 5000)).U64((ulong)(Datagram.Now + off - 1000))).Build());
        AssertTimes(collector, Datagram.Now - 5000, Datagram.Now - 1000, FlowTimeOrigin.Milliseconds);
        Assert.Equal(-off, collector.Snapshot().ClockOffsetMs);
        Assert.True(collector.Snapshot().ClockAnchored);
    }

    [Fact]
    public void A_clock_within_the_limit_is_believed()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix(exportMs: Datagram.Now - 200_000).Template(256, (153, 8)).Set(256, d => d
            .U64(Datagram.Now - 201_000)).Build());
        Assert.Equal(Datagram.Now - 201_000, collector.Batch.EndMs[0]);
        Assert.False(collector.Snapshot().ClockAnchored);
    }

    [Fact]
    public void A_clock_that_jumps_is_followed_from_its_first_datagram_and_back()
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (153, 8)).Build());
        long[] clocks = [.. Enumerable.Repeat(0L, 40), .. Enumerable.Repeat(7_200_000L, 40), .. Enumerable.Repeat(0L, 40)];
        foreach (var clock in clocks)
        {
            collector.Feed(Datagram.Ipfix(exportMs: Datagram.Now + clock).Set(256, d => d.U64((ulong)(Datagram.Now + clock - 1000)))
                .Build());
        }

        Assert.All(collector.Batch.EndMs[..collector.Batch.Count], end => Assert.Equal(Datagram.Now - 1000, end));
        Assert.Equal(0, collector.Counters[DecodeError.TimeClamped]);
        Assert.Equal(0, collector.Snapshot().ClockOffsetMs);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1UL)]
    [InlineData(4_000_000_000_000UL)]
    public void A_single_time_out_of_reason_is_clamped_to_the_export(ulong end)
    {
        using var collector = new Collector();
        collector.Feed(Datagram.Ipfix().Template(256, (152, 8), (153, 8)).Set(256, d => d.U64(end).U64(end)).Build());
        AssertTimes(collector, Datagram.Now, Datagram.Now, FlowTimeOrigin.Milliseconds, exactStart: false);
        Assert.InRange(collector.Batch.StartMs[0], Datagram.Now - 60L * 86_400_000, Datagram.Now);
        Assert.Equal(FlowMarks.TimeClamped, collector.Batch.MarksOf(0));
    }

    private static ulong Ntp(long unixMs) => ((ulong)unixMs / 1000 + NtpToUnix) << 32 | (((ulong)unixMs % 1000 << 32) / 1000 + 1);

    private static Datagram Put(Datagram d, ulong value, int length) => length == 4 ? d.U32((uint)value) : d.U64(value);

    private static void AssertTimes(Collector collector, long start, long end, FlowTimeOrigin origin, bool exactStart = true)
    {
        Assert.Equal(end, collector.Batch.EndMs[0]);
        Assert.Equal((byte)origin, collector.Batch.TimeOrigin[0]);
        if (exactStart)
        {
            Assert.Equal(start, collector.Batch.StartMs[0]);
        }
    }
}
