using Clarion.Correlation.Bindings;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests;

public sealed class BindingTests
{
    private const long Minute = 60_000;
    private static readonly IpAddr Address = IpAddr.Parse("10.0.0.5");

    [Fact]
    public void Repeated_sightings_grow_one_interval()
    {
        var timeline = new BindingTimeline(8);
        timeline.Learn(Seen(1, 0));
        timeline.Learn(Seen(1, 5 * Minute));
        var interval = Assert.Single(timeline.Intervals);
        Assert.Equal((0, 5 * Minute), (interval.FirstMs, interval.LastMs));
    }

    [Fact]
    public void A_new_holder_ends_the_old_interval_and_the_past_keeps_its_answer()
    {
        var timeline = new BindingTimeline(8);
        timeline.Learn(Seen(1, 0));
        timeline.Learn(Seen(2, 10 * Minute));
        Assert.Equal(1ul, timeline.At(9 * Minute)?.Mac.Value);
        Assert.Equal(2ul, timeline.At(11 * Minute)?.Mac.Value);
        Assert.Null(timeline.At(-1));
    }

    [Fact]
    public void A_holder_that_is_long_silent_no_longer_holds()
    {
        var timeline = new BindingTimeline(8);
        timeline.Learn(Seen(1, 0));
        Assert.NotNull(timeline.At(BindingTimeline.HoldMs));
        Assert.Null(timeline.At(BindingTimeline.HoldMs + 1));
    }

    [Fact]
    public void Intervals_never_overlap_and_stay_in_order_whatever_the_order_of_sightings()
    {
        Gen.Select(Gen.ULong[1, 3], Gen.Long[0, 100]).List[0, 60].Sample(sightings =>
        {
            var timeline = new BindingTimeline(16);
            foreach (var (mac, minute) in sightings)
            {
                timeline.Learn(Seen(mac, minute * Minute));
            }

            var intervals = timeline.Intervals;
            return intervals.Count <= 16
                && intervals.All(i => i.FirstMs <= i.LastMs)
                && intervals.Zip(intervals.Skip(1)).All(pair => pair.First.LastMs <= pair.Second.FirstMs);
        });
    }

    [Fact]
    public void The_answer_for_a_moment_is_that_of_a_replay_up_to_it()
    {
        Gen.Select(Gen.ULong[1, 3], Gen.Long[0, 50]).List[1, 30].Sample(sightings =>
        {
            var inOrder = sightings.OrderBy(s => s.Item2).DistinctBy(s => s.Item2).ToList();
            var whole = new BindingTimeline(64);
            inOrder.ForEach(s => whole.Learn(Seen(s.Item1, s.Item2 * Minute)));
            return inOrder.All(s =>
            {
                var replay = new BindingTimeline(64);
                inOrder.Where(o => o.Item2 <= s.Item2).ToList().ForEach(o => replay.Learn(Seen(o.Item1, o.Item2 * Minute)));
                return whole.At(s.Item2 * Minute)?.Mac == replay.At(s.Item2 * Minute)?.Mac;
            });
        });
    }

    [Fact]
    public void Revoking_a_mac_removes_its_intervals_only()
    {
        var timeline = new BindingTimeline(8);
        timeline.Learn(Seen(1, 0));
        timeline.Learn(Seen(2, 10 * Minute));
        Assert.Single(timeline.Revoke(new MacAddr(2), 5 * Minute));
        Assert.Equal(1ul, timeline.At(11 * Minute)?.Mac.Value);
    }

    [Fact]
    public void A_sighting_is_told_once_and_again_after_a_while()
    {
        var filter = new SightingFilter();
        Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 1, 7, 1, 0, out _));
        Assert.Equal(SightingVerdict.Known, filter.Judge(0, 1, 7, 1, 1000, out _));
        Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 1, 7, 1, SightingFilter.RepeatMs, out _));
    }

    [Fact]
    public void A_mac_with_many_source_addresses_is_a_router_and_what_it_said_is_taken_back()
    {
        var filter = new SightingFilter();
        for (UInt128 address = 1; address <= SightingFilter.RouterThreshold; address++)
        {
            Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 1, 7, address, 0, out _));
        }

        Assert.Equal(SightingVerdict.BecameRouter, filter.Judge(0, 1, 7, 99, 0, out var retraction));
        Assert.Equal(SightingFilter.RouterThreshold, retraction.Addresses.Length);
        Assert.Equal(SightingVerdict.Router, filter.Judge(0, 1, 7, 1, 1, out _));
    }

    [Fact]
    public void What_is_taken_back_reaches_to_the_newest_that_was_said_however_old_the_flow_is_that_gives_the_router_away()
    {
        var filter = new SightingFilter();
        for (UInt128 address = 1; address <= SightingFilter.RouterThreshold; address++)
        {
            filter.Judge(0, 1, 7, address, 1000 + (long)address, out _);
        }

        Assert.Equal(SightingVerdict.BecameRouter, filter.Judge(0, 1, 7, 99, 500, out var retraction));
        Assert.Equal(1000 + SightingFilter.RouterThreshold, retraction.UntilMs);
    }

    [Fact]
    public void A_router_is_one_on_every_interface_and_what_it_said_there_is_taken_back_too()
    {
        var filter = new SightingFilter();
        Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 2, 7, 42, 0, out _));
        for (UInt128 address = 1; address <= SightingFilter.RouterThreshold + 1; address++)
        {
            filter.Judge(0, 1, 7, address, 0, out _);
        }

        Assert.Equal(SightingVerdict.BecameRouter, filter.Judge(0, 2, 7, 43, 1, out var retraction));
        Assert.Equal((UInt128[])[42], retraction.Addresses.ToArray());
        Assert.Equal(SightingVerdict.Router, filter.Judge(0, 2, 7, 42, 2, out _));
        Assert.Equal(SightingVerdict.Router, filter.Judge(1, 1, 7, 42, 2, out _));
        Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 2, 8, 42, 2, out _));
    }

    [Fact]
    public void Addresses_that_come_and_go_slowly_do_not_make_a_router()
    {
        var filter = new SightingFilter();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(SightingVerdict.Tell, filter.Judge(0, 1, 7, (UInt128)(i + 1), i * 2 * Minute, out _));
        }
    }

    private static Binding Seen(ulong mac, long timeMs) =>
        new(Address, new MacAddr(mac), timeMs, timeMs, BindingSource.Flow, IpAddr.Parse("10.255.0.1"), 3, 10);
}
