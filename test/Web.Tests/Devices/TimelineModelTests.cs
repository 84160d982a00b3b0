using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Contracts;
using Clarion.Web.Pages.Devices;
using Microsoft.Extensions.Options;

namespace Clarion.Web.Tests.Devices;

public sealed class TimelineModelTests
{
    private const string Mac = "02:00:00:01:00:05";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GroupNames Names = new(Options.Create(new GroupOptions()));

    [Fact]
    public void Stays_at_one_port_are_one_and_a_move_begins_another()
    {
        var records = TimelineModel.Of(Device(
            [Held("10.1.0.5", 0, 10, "10.0.0.1", 5), Held("10.1.0.6", 20, 30, "10.0.0.1", 5), Held("10.1.0.6", 40, 50, "10.0.0.2", 7)]), Names);
        Assert.Equal(
            [("10.0.0.2 port 7", 40), ("10.0.0.1 port 5", 0)],
            records.Where(record => record.Lane == "Switch port").Select(record => (record.Value, (record.From - Noon).Minutes)));
        Assert.Equal(Noon.AddMinutes(30), records.Single(record => record.Value == "10.0.0.1 port 5").To);
        Assert.Equal(2, records.Where(record => record.Lane.StartsWith("10.", StringComparison.Ordinal)).Select(record => record.Lane).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Groups_have_a_lane_for_each_source()
    {
        var records = TimelineModel.Of(Device([], new SgtSightingModel(17, Noon, Noon.AddMinutes(5), "flow"), new SgtSightingModel(18, Noon, Noon, "flow")), Names);
        Assert.Equal("SGT, from flows", Assert.Single(records.Select(record => record.Lane).Distinct(StringComparer.Ordinal)));
        Assert.Equal(["SGT 17", "SGT 18"], records.Select(record => record.Value));
    }

    [Fact]
    public void Only_what_reaches_into_the_range_is_within_it()
    {
        var records = TimelineModel.Of(Device([Held("10.1.0.5", 0, 10, null, null), Held("10.1.0.6", 20, 30, null, null)]), Names);
        Assert.Equal(["10.1.0.5"], Values(0, 5));
        Assert.Equal(["10.1.0.6"], Values(25, 60));
        Assert.Equal(["10.1.0.5", "10.1.0.6"], Values(10, 21));
        Assert.Empty(Values(11, 20));

        IEnumerable<string> Values(int from, int to) =>
            TimelineModel.Within(records, new TimeRange(Noon.AddMinutes(from), Noon.AddMinutes(to))).Select(record => record.Value);
    }

    private static (string Address, IntervalModel Interval) Held(string address, int from, int to, string? exporter, uint? port) =>
        (address, new IntervalModel(Mac, Noon.AddMinutes(from), Noon.AddMinutes(to), "flow", exporter, port, null));

    private static DeviceDetailModel Device((string Address, IntervalModel Interval)[] held, params SgtSightingModel[] sgts) => new(
        Mac, [.. held.GroupBy(one => one.Address, StringComparer.Ordinal).Select(group => new DeviceAddressModel(group.Key, [.. group.Select(one => one.Interval)]))],
        sgts, null, Noon, Noon.AddHours(1), new UsageModel(0, 0, 0, 0, 0, 0), [], [], [], null, null);
}
