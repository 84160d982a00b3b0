using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Contracts;
using Clarion.Web.Pages.Devices;
using Microsoft.Extensions.Options;

namespace Clarion.Web.Tests.Devices;

public sealed class TimelineModelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeRange Hour = new(Noon, Noon.AddHours(1));
    private static readonly GroupNames Names = new(Options.Create(new GroupOptions()));

    [Fact]
    public void Every_lane_says_what_it_is_about_and_by_whom()
    {
        var records = TimelineModel.Of(
            [
                Lane("address", "flow", ("10.1.0.5", 0, 10)), Lane("user", "session", ("anna", 0, 10)), Lane("anc_policy", "session", ("Quarantine", -10, null)),
                Lane("group", null, ("17", 0, 5), ("18", 5, null)), Lane("what_comes_next", "operator", ("x", -20, null)),
            ],
            Hour, Names);
        Assert.Equal(
            ["Address, flows", "User, session", "Quarantine, session", "Security group", "what comes next, a person"],
            records.Select(record => record.Lane).Distinct(StringComparer.Ordinal));
        Assert.Equal(["SGT 17", "SGT 18"], records.Where(record => record.Lane == "Security group").Select(record => record.Value));
    }

    [Fact]
    public void What_was_so_at_once_lies_side_by_side_and_what_follows_in_one_row()
    {
        var records = TimelineModel.Of([Lane("address", "session", ("a", 0, 10), ("b", 5, 20), ("c", 10, 30), ("d", 20, null))], Hour, Names);
        Assert.Equal([("a", 0), ("b", 1), ("c", 0), ("d", 1)], records.Select(record => (record.Value, record.Row)));
        Assert.Null(records[^1].To);
    }

    [Fact]
    public void What_merely_describes_a_device_is_drawn_only_when_it_changed()
    {
        Assert.Empty(TimelineModel.Of([Lane("serial", "iotPlatform", ("S1", -10, null))], Hour, Names));
        Assert.Equal(2, TimelineModel.Of([Lane("os", "profiler", ("Windows 10", -10, 20), ("Windows 11", 20, null))], Hour, Names).Count);
        Assert.Single(TimelineModel.Of([Lane("os", "profiler", ("Windows 10", 20, null))], Hour, Names));
    }

    [Fact]
    public void Different_values_of_a_lane_have_different_colours()
    {
        var records = TimelineModel.Of([Lane("port", "flow", ("a", 0, 10), ("b", 10, 20), ("a", 20, 30))], Hour, Names);
        Assert.Equal(records[0].Color, records[2].Color);
        Assert.NotEqual(records[0].Color, records[1].Color);
    }

    private static LaneModel Lane(string kind, string? source, params (string Value, int From, int? To)[] intervals) => new(
        kind, source,
        [.. intervals.Select(one => new LaneIntervalModel(Noon.AddMinutes(one.From), one.To is { } to ? Noon.AddMinutes(to) : null, one.Value, source ?? "session", null))], 0);
}
