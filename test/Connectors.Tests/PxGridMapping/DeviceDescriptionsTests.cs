using System.Text;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>One description per device out of endpoints, profiles and network control.</summary>
public sealed class DeviceDescriptionsTests
{
    private const string Mac = "A8:BB:CC:00:11:22";

    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, TimeSpan.Zero);

    private readonly DeviceDescriptions _devices = new();

    [Fact]
    public void Attributes_of_every_known_spelling_go_under_the_common_names()
    {
        var endpoint = Endpoint($$"""
            {"mac":"{{Mac}}","id":"e-1","endPointProfile":"Windows10-Workstation","identityGroup":"Profiled","host-name":"ws12","OUI":"Intel Corporate",
             "operating-system-result":"Windows 10","mfcAttributes":{"mfcHardwareManufacturer":["Dell Inc."],"mfcHardwareModel":[],"mfcDeviceType":["Workstation"]},
             "customAttributes":{"vendor":"forged"},"totalCertainty":30,"serialNumber":"","location":"All Locations#HQ"}
            """);
        Assert.Equal(
            ["hostname=ws12 os=Windows 10 profile=Windows10-Workstation site=All Locations#HQ source_id=e-1 tags=Profiled type=Workstation vendor=Dell Inc."],
            Take(_devices.Map([Current(endpoint)], At)));
    }

    [Fact]
    public void Profiles_and_network_control_add_to_the_endpoint_whichever_comes_first()
    {
        Assert.Equal(["anc_policy=Quarantine"], Take(_devices.Map([Current(Anc("Quarantine"))], At)));
        Assert.Equal(["anc_policy=Quarantine profile=Win10"], Take(_devices.Map([Current(Endpoint())], At)));
        Assert.Equal(["anc_policy=Quarantine category=Workstation profile=Win10"], Take(_devices.Map([Current(Profile("Workstation:Microsoft:Win10"))], At)));
        Assert.Equal(["category=Workstation profile=Win10"], Take(_devices.Map([Current(Anc("Quarantine")) with { Kind = PxChangeKind.Ended }], At)));
        Assert.Equal(["profile=Win10"], Take(_devices.Map([Current(Profile("Workstation:Microsoft:Win10")) with { Kind = PxChangeKind.Absent }], At)));
        Assert.Equal([""], Take(_devices.Map([Current(Endpoint()) with { Kind = PxChangeKind.Ended }], At)));
    }

    [Fact]
    public void Counters_that_change_say_nothing_new()
    {
        Take(_devices.Map([Current(Endpoint())], At));
        Assert.Empty(Take(_devices.Map([Current(Endpoint($$"""{"mac":"{{Mac}}","endPointProfile":"Win10","TotalCertaintyFactor":70,"UpdateTime":"1772633722118"}"""))], At)));
    }

    [Fact]
    public void Later_words_about_a_device_come_later_though_the_clock_stands()
    {
        var first = Assert.Single(_devices.Map([Current(Endpoint())], At).Facts);
        _devices.Map([Current(Endpoint())], At).Taken();
        var second = Assert.Single(_devices.Map([Current(Anc("Shut"))], At).Facts);
        Assert.Equal((At.ToUnixTimeMilliseconds(), At.ToUnixTimeMilliseconds() + 1), (first.AtMs, second.AtMs));
    }

    [Fact]
    public void A_randomised_mac_is_marked() => Assert.Equal(
        ["mac=randomised profile=Win10"], Take(_devices.Map([Current(Endpoint("""{"mac":"DA:A1:19:00:00:01","endPointProfile":"Win10"}"""))], At)));

    [Theory]
    [InlineData("""{"endPointProfile":"Win10"}""")]
    [InlineData("""{"mac":"FF:FF:FF:FF:FF:FF"}""")]
    [InlineData("""{"mac":"not a mac"}""")]
    public void Endpoints_without_the_mac_of_a_device_are_skipped_and_counted(string json)
    {
        var batch = _devices.Map([Current(Endpoint(json))], At);
        Assert.Empty(batch.Facts);
        Assert.Equal((1, "An endpoint had no MAC of a device."), (batch.Skipped, batch.LastSkip));
    }

    [Fact]
    public void Long_values_are_cut()
    {
        var text = Assert.Single(Take(_devices.Map([Current(Endpoint($$"""{"mac":"{{Mac}}","host-name":"{{new string('x', 100_000)}}"}"""))], At)));
        Assert.Equal("hostname=".Length + BoundedText.MaxLength, text.Length);
    }

    [Fact]
    public void What_was_not_taken_is_told_with_the_next_batch()
    {
        _devices.Map([Current(Endpoint())], At);
        Assert.Equal(["anc_policy=Shut profile=Win10"], Take(_devices.Map([Current(Anc("Shut"))], At)));
    }

    private static PxChange<T> Current<T>(T record) => new(PxChangeKind.Current, record);

    private static PxEndpoint Endpoint(string json = $$"""{"mac":"{{Mac}}","endPointProfile":"Win10"}""") => PxEndpoint.Parse(Encoding.UTF8.GetBytes(json));

    private static PxAncEndpoint Anc(string policy) => new() { MacAddress = Mac, PolicyName = policy };

    private static PxProfile Profile(string path) => new() { Id = "p1", Name = "Win10", FullName = path };

    private static List<string> Take(FactBatch batch)
    {
        batch.Taken();
        return [.. batch.Facts.Cast<DeviceDiscovered>().Select(d => string.Join(' ', d.Attributes.Select(a => $"{a.Key}={a.Value}")))];
    }
}
