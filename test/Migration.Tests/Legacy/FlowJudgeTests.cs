using Clarion.Flows;
using Clarion.Migration.Flows;

namespace Clarion.Migration.Tests.Legacy;

public sealed class FlowJudgeTests
{
    private const long Start = 1_765_353_600;
    private const long ReceivedMs = 1_767_088_840_000;

    [Fact]
    public void A_flow_that_was_loaded_weeks_later_is_good()
    {
        var flow = Flow();
        Assert.Equal((FlowVerdict.Good, null), FlowJudge.Judge(ref flow));
        Assert.Equal((Start * 1000, Start * 1000 + 59_000), (flow.Start, flow.End));
    }

    [Fact]
    public void Uptime_that_was_taken_for_seconds_moves_the_end_to_the_arrival_and_keeps_the_length()
    {
        var flow = Flow() with { Start = 1_506_419_140, End = 1_506_419_199 };
        Assert.Equal((FlowVerdict.Repaired, FlowJudge.UptimeFault), FlowJudge.Judge(ref flow));
        Assert.Equal((ReceivedMs - 59_000, ReceivedMs), (flow.Start, flow.End));
    }

    [Fact]
    public void Fields_from_the_wrong_place_are_no_flow()
    {
        var counters = Flow() with { Bytes = 1_544_516_137, Packets = 2_685_367_056 };
        Assert.Equal((FlowVerdict.SetAside, FlowJudge.Shifted), FlowJudge.Judge(ref counters));
        var ports = Flow() with { Protocol = 206, DestinationPort = 1536 };
        Assert.Equal((FlowVerdict.SetAside, FlowJudge.Shifted), FlowJudge.Judge(ref ports));
    }

    [Fact]
    public void A_firewall_that_reports_packets_without_bytes_is_good()
    {
        var flow = Flow() with { Bytes = 0, Packets = 5 };
        Assert.Equal(FlowVerdict.Good, FlowJudge.Judge(ref flow).Verdict);
    }

    [Fact]
    public void What_is_unknown_is_nothing()
    {
        var flow = Flow() with
        {
            SourcePort = LegacyFlow.Unknown,
            DestinationPort = LegacyFlow.Unknown,
            Bytes = LegacyFlow.Unknown,
            SourceSgt = LegacyFlow.Unknown,
            Vlan = LegacyFlow.Unknown,
        };
        Assert.Equal(FlowVerdict.Good, FlowJudge.Judge(ref flow).Verdict);
        Assert.Equal((0, 0, 0, 0, 0), (flow.SourcePort, flow.DestinationPort, flow.Bytes, flow.SourceSgt, flow.Vlan));
    }

    [Theory]
    [InlineData(LegacyFlow.Unknown, Start + 9, Start + 9, Start + 9)]
    [InlineData(Start, LegacyFlow.Unknown, Start, Start)]
    [InlineData(0, 0, ReceivedMs / 1000, ReceivedMs / 1000)]
    public void A_missing_time_is_taken_from_the_other_one_or_the_arrival(long start, long end, long expectedStart, long expectedEnd)
    {
        var flow = Flow() with { Start = start, End = end };
        Assert.Equal((FlowVerdict.Repaired, FlowJudge.TimeMissing), FlowJudge.Judge(ref flow));
        Assert.Equal((expectedStart * 1000, expectedEnd * 1000), (flow.Start, flow.End));
    }

    [Fact]
    public void A_start_after_the_end_is_set_to_it()
    {
        var flow = Flow() with { Start = Start + 100 };
        Assert.Equal((FlowVerdict.Repaired, FlowJudge.StartAfterEnd), FlowJudge.Judge(ref flow));
        Assert.Equal(flow.End, flow.Start);
    }

    [Fact]
    public void Without_any_time_it_is_set_aside()
    {
        var flow = Flow() with { Start = 0, End = LegacyFlow.Unknown, ReceivedMs = LegacyFlow.Unknown };
        Assert.Equal((FlowVerdict.SetAside, FlowJudge.Timeless), FlowJudge.Judge(ref flow));
    }

    [Fact]
    public void What_no_field_can_hold_is_set_aside()
    {
        LegacyFlow[] flows =
        [
            Flow() with { SourcePort = 65_536 }, Flow() with { DestinationPort = -1 }, Flow() with { Protocol = 256 }, Flow() with { Bytes = -5 },
            Flow() with { SourceSgt = 70_000 }, Flow() with { Vlan = 4096 },
        ];
        foreach (var flow in flows)
        {
            var judged = flow;
            Assert.Equal((FlowVerdict.SetAside, FlowJudge.OutOfRange), FlowJudge.Judge(ref judged));
        }

        var nameless = Flow() with { Source = IpAddr.None };
        Assert.Equal((FlowVerdict.SetAside, FlowJudge.BadAddress), FlowJudge.Judge(ref nameless));
    }

    private static LegacyFlow Flow() => new()
    {
        Id = 1,
        Source = IpAddr.Parse("10.1.0.1"),
        Destination = IpAddr.Parse("10.2.0.2"),
        SourcePort = 50_000,
        DestinationPort = 443,
        Protocol = 6,
        Bytes = 1500,
        Packets = 3,
        Start = Start,
        End = Start + 59,
        ReceivedMs = ReceivedMs,
        SourceSgt = LegacyFlow.Unknown,
        DestinationSgt = 0,
        Vlan = 10,
    };
}
