using System.Text.Json;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Gateway.Tests.Http;

public sealed class RiskTests
{
    private const string Phone = "da:a1:19:3c:52:07";
    private static readonly DateTimeOffset Now = Campus.Now;

    [Fact]
    public async Task A_flow_tells_its_risk_with_the_reasons_at_either_end_and_between_them()
    {
        await using var api = await ApiHost.StartAsync();
        await api.PostAsync(
            "/api/v1/subnets/import",
            """{"items":[{"cidr":"10.9.0.0/16","name":"Visitors","purpose":"GUEST"},{"cidr":"10.250.0.0/16","name":"Data centre","purpose":"SERVER"}]}""");
        await api.LearnAsync(true, Session(Now.AddMinutes(-5), "NonCompliant"), Said(Now.AddMinutes(-9), ("risk", "Medium")));
        var flows = (await api.PostAsync(
            "/api/v1/identity/correlate",
            """{"items":[{"source":"10.9.0.7","destination":"10.250.0.1","sourcePort":50000,"destinationPort":443,"protocol":6},{"source":"192.0.2.1","destination":"203.0.113.1"}]}"""))
            .Ok().GetProperty("items");
        Assert.Equal(
            """
            {"level":"critical","score":100,"reasons":[
            {"code":"ratedMedium","end":"source","weight":30,"text":"rated Medium","source":"iotPlatform","at":"2026-03-01T11:51:00+00:00"},
            {"code":"notCompliant","end":"source","weight":40,"text":"posture NonCompliant","source":"session","at":"2026-03-01T11:55:00+00:00"},
            {"code":"randomMac","end":"source","weight":10,"text":"its MAC is likely made up","source":null,"at":null},
            {"code":"unidentified","end":"destination","weight":20,"text":"nobody is known to hold the address","source":null,"at":null},
            {"code":"guestToServers","end":"both","weight":40,"text":"from Visitors 10.9.0.0/16 (GUEST) to Data centre 10.250.0.0/16 (SERVER)","source":"operator","at":null}]}
            """.ReplaceLineEndings(""),
            flows[0].GetProperty("risk").GetRawText());
        Assert.Equal(("high", 80, 3), Of(flows[0].GetProperty("source").GetProperty("risk")));
        Assert.Equal(("low", 20, 1), Of(flows[0].GetProperty("destination").GetProperty("risk")));
        Assert.Equal("""{"level":"none","score":0,"reasons":[]}""", flows[1].GetProperty("risk").GetRawText());
    }

    [Fact]
    public async Task The_risk_of_a_moment_is_that_of_what_had_been_said_by_then()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(
            false, Session(Now.AddDays(-3), ""), Said(Now.AddDays(-2), ("anc_policy", "Isolate")), Said(Now.AddDays(-1), ("profile", "Camera")));
        await api.LearnAsync(true, Session(Now.AddMinutes(-1), ""));
        async Task<(string?, int, int)> AtAsync(string at) => Of(
            (await api.PostAsync("/api/v1/identity/resolve", $$"""{"items":[{"mac":"{{Phone}}","at":"{{at}}"}]}""")).Ok().GetProperty("items")[0].GetProperty("identity")
            .GetProperty("risk"));
        Assert.Equal(("low", 10, 1), await AtAsync("now-49h"));
        Assert.Equal(("high", 70, 2), await AtAsync("now-47h"));
        Assert.Equal(("low", 10, 1), await AtAsync("now-23h"));
    }

    [Fact]
    public async Task Pages_of_devices_and_addresses_tell_the_risk()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Said(Now.AddMinutes(-9), ("status", "retired")) with { Mac = Mac(Campus.Mac) }, Session(Now.AddMinutes(-5), "Compliant"));
        var device = (await api.GetAsync("/api/v1/devices/" + Campus.Mac)).Ok().GetProperty("risk");
        Assert.Equal(("medium", 40, 1), Of(device));
        Assert.Equal(JsonValueKind.Null, device.GetProperty("reasons")[0].GetProperty("end").ValueKind);
        Assert.Equal("retired at its source, and still here", device.GetProperty("reasons")[0].GetProperty("text").GetString());
        Assert.Equal(("medium", 40, 1), Of((await api.GetAsync($"/api/v1/devices/{Campus.Mac}/timeline")).Ok().GetProperty("identity").GetProperty("risk")));
        Assert.Equal(("low", 10, 1), Of((await api.GetAsync("/api/v1/addresses/10.9.0.7")).Ok().GetProperty("identity").GetProperty("risk")));
        Assert.Equal(("low", 20, 1), Of((await api.GetAsync("/api/v1/devices/ip:10.1.0.9")).Ok().GetProperty("risk")));
    }

    private static (string?, int, int) Of(JsonElement risk) =>
        (risk.GetProperty("level").GetString(), risk.GetProperty("score").GetInt32(), risk.GetProperty("reasons").GetArrayLength());

    private static SessionChanged Session(DateTimeOffset at, string posture) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        State = SessionState.Started,
        AuditSessionId = "A",
        Mac = Mac(Phone),
        Addresses = [IpAddr.Parse("10.9.0.7")],
        Posture = posture,
    };

    private static DeviceDiscovered Said(DateTimeOffset at, params (string Name, string Value)[] attributes) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.IotPlatform,
        Mac = Mac(Phone),
        Attributes = attributes.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
    };

    private static MacAddr Mac(string text) => MacAddr.TryParse(text, out var mac) ? mac : throw new ArgumentException(text);
}
