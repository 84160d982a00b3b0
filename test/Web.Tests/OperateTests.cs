using System.Net;
using Clarion.Flows;
using Clarion.Gateway.Http.Overview;
using Clarion.Gateway.Http.Settings;
using Clarion.Gateway.Http.Stores;
using Clarion.Gateway.Reporting;
using Clarion.Web.Pages.Collectors;
using Clarion.Web.Pages.Overview;
using Clarion.Web.Pages.Settings;
using Clarion.Web.Pages.Storage;
using Clarion.Web.Setup;

namespace Clarion.Web.Tests;

/// <summary>What the pages of operation say, without drawing them.</summary>
public sealed class OperateTests
{
    private const double Day = 86_400;

    [Fact]
    public void Every_counter_of_drops_is_explained()
    {
        var counters = DecodeErrors.All.Select(error => (error.DropsDatagram() ? "decode." : "decode_part.") + error.ToText())
            .Concat([DropCounters.QueueFull, DropCounters.Truncated, DropCounters.StoreAtStop, "kernel.receive_buffer_full", "decode_part.parked_set_expired"]);
        Assert.All(counters, counter => Assert.Contains(counter[(counter.IndexOf('.', StringComparison.Ordinal) + 1)..], DropReasons.Known));
    }

    [Fact]
    public void Received_datagrams_are_decoded_dropped_or_waiting()
    {
        var balance = DatagramBalance.Of(Overview(1000, 900, new(StringComparer.Ordinal)
        {
            ["kernel.receive_buffer_full"] = 7,
            ["receive.decode_queue_full"] = 40,
            ["decode.too_short"] = 5,
            ["decode_part.field_length"] = 99,
            ["store.unavailable_at_stop"] = 3,
        }));
        Assert.Equal(new DatagramBalance(1000, 900, 45, 7), balance);
        Assert.Equal(55, balance!.Waiting);
    }

    [Fact]
    public void Space_lasts_when_retention_stops_the_growth_before()
    {
        var outlook = StorageOutlook.Of(Store(bytesPerFlow: 50, rows: 0, retentionDays: 2, free: 20e9), 1000);
        Assert.Equal(50 * 1000 * Day, outlook!.GrowthBytesPerDay);
        Assert.True(outlook.Settles);
        Assert.Equal(3 * 50 * 1000 * Day, outlook.FlowsAtRetention);
        Assert.Null(outlook.DaysLeft);
    }

    [Fact]
    public void Older_flows_grow_until_they_go_too()
    {
        var store = Store(bytesPerFlow: 50, rows: 0, retentionDays: 2, free: null);
        store = store with { Tables = [.. store.Tables, new TableModel("biflows", 1, null, null, 90 * Day)] };
        Assert.True(StorageOutlook.Of(store, 1000)!.LacksLongTier);
        store = store with { Tiers = [new TierModel("biflows", 10, 200, 20, 20, 10, 1, null, null)] };
        var outlook = StorageOutlook.Of(store, 1000)!;
        Assert.False(outlook.LacksLongTier);
        Assert.Equal(((3 * 50) + (88 * 10)) * 1000 * Day, outlook.FlowsAtRetention);

        // Ten days of room: three with raw flows, then only the long tier grows.
        var left = StorageOutlook.Of(store with { FreeBytes = (long)(((3 * 50) + (7 * 10)) * 1000 * Day) - 200 }, 1000)!;
        Assert.False(left.Settles);
        Assert.Equal(10, left.DaysLeft!.Value, 3);
    }

    [Fact]
    public void Days_left_are_free_space_by_growth()
    {
        var outlook = StorageOutlook.Of(Store(bytesPerFlow: 50, rows: 0, retentionDays: 30, free: 5 * 50 * 1000 * Day), 1000);
        Assert.False(outlook!.Settles);
        Assert.Equal(5, outlook.DaysLeft!.Value, 6);
    }

    [Fact]
    public void Without_knowing_free_space_retention_is_taken_to_come_first()
    {
        var outlook = StorageOutlook.Of(Store(bytesPerFlow: 50, rows: 0, retentionDays: 2, free: null), 1000);
        Assert.NotNull(outlook);
        Assert.True(outlook.Settles);
        Assert.Null(outlook.DaysLeft);
    }

    [Fact]
    public void Without_flows_or_a_measured_size_there_is_no_estimate()
    {
        Assert.Null(StorageOutlook.Of(Store(bytesPerFlow: null, rows: 0, retentionDays: 2, free: 1e9), 1000));
        Assert.Null(StorageOutlook.Of(Store(bytesPerFlow: 50, rows: 0, retentionDays: 2, free: 1e9), 0));
    }

    [Theory]
    [InlineData("localhost", "192.0.2.7")]
    [InlineData("127.0.0.1", "192.0.2.7")]
    [InlineData("[::1]", "192.0.2.7")]
    [InlineData("198.51.100.3", "198.51.100.3")]
    [InlineData("clarion.example.org", "clarion.example.org")]
    public void Exporters_are_told_an_address_that_others_can_reach(string host, string expected) =>
        Assert.Equal(expected, ServerAddress.Of(host, [IPAddress.Parse("fe80::1"), IPAddress.Parse("169.254.3.4"), IPAddress.Parse("2001:db8::7"), IPAddress.Parse("192.0.2.7")]));

    [Fact]
    public void Configurations_carry_address_and_port_and_no_place_is_left_open() => Assert.All(ExporterPlatform.All, platform =>
    {
        var text = platform.For("192.0.2.7", 9995);
        Assert.Contains("192.0.2.7", text, StringComparison.Ordinal);
        Assert.Contains("9995", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', text);
    });

    [Fact]
    public void The_checklist_says_what_is_missing()
    {
        var steps = OnboardingSteps.Of(Overview(10, 10, []) with { IdentifiedShare = 0.4 }, new OnboardingFacts(1, 3, 0, 2));
        Assert.Equal([true, false, false, true, true], steps.Select(step => step.Done));
        Assert.Equal("Data waits for 1 template.", steps[1].State);
        Assert.All(OnboardingSteps.Of(Overview(10, 10, []) with { IdentifiedShare = 1 }, new OnboardingFacts(0, 3, 0.5, 2)), step => Assert.True(step.Done));
    }

    [Fact]
    public void Settings_are_found_by_any_of_their_texts_and_by_their_section()
    {
        var settings = new SettingsModel(
        [
            new("Collector", "Clarion:Collector", [Setting("NetFlowPort", changed: true, "UDP port"), Setting("Address", changed: false, "address to listen on")]),
            new("Groups", "Clarion:Groups", [Setting("Names:17", changed: true, "")]),
        ]);
        Assert.Equal(["NetFlowPort", "Names:17"], Names(SettingFilter.Apply(settings, null, onlyChanged: true)));
        Assert.Equal(["Address"], Names(SettingFilter.Apply(settings, "LISTEN", onlyChanged: false)));
        Assert.Equal(["NetFlowPort", "Address"], Names(SettingFilter.Apply(settings, "collector", onlyChanged: false)));
        Assert.Empty(SettingFilter.Apply(settings, "banana", onlyChanged: false));
    }

    private static IEnumerable<string> Names(IReadOnlyList<SettingSectionModel> sections) => sections.SelectMany(section => section.Settings).Select(setting => setting.Name);

    private static SettingModel Setting(string name, bool changed, string meaning) => new(name, "V__" + name, "1", "1", changed, "default", false, meaning);

    private static OverviewModel Overview(long received, long decoded, Dictionary<string, long> drops) => new()
    {
        At = ExporterSample.Now,
        Missing = [],
        Received = new ReceivedModel(received, received * 20, decoded),
        Drops = drops,
    };

    private static StorageModel Store(double? bytesPerFlow, long rows, double retentionDays, double? free) => new(
        "DuckDB", "/data/clarion.duckdb", 1_000_000, (long?)free, bytesPerFlow, [new TableModel(StorageOutlook.RawTable, rows, null, null, retentionDays * Day)],
        null, new Dictionary<string, long>(StringComparer.Ordinal), null);
}
