using System.Net;
using System.Text.Json;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>What exporters did by the minute, and the settings in force.</summary>
public sealed class OperateTests
{
    private const string Key = "correct-horse-battery-staple";

    [Fact]
    public async Task History_of_an_exporter_is_summed_by_the_minute()
    {
        await using var api = await ApiHost.StartAsync();
        var minute = Campus.Now.AddMinutes(-10);
        api.Exporters.Rows.AddRange([Row(minute, 3, 20), Row(minute, 2, -30), Row(minute.AddMinutes(1), 1, 0)]);
        var history = (await api.GetAsync("/api/v1/exporters/10.0.0.1/7/history?version=9&from=now-1h")).Ok();
        Assert.Equal("address,domainId,version,from,to,stepSeconds,points", Answer.Names(history));
        Assert.Equal(60, history.GetProperty("stepSeconds").GetInt32());
        var points = history.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal("time,datagrams,records,flows,lostUnits,decodeErrors,clockOffsetMs", Answer.Names(points[0]));
        Assert.Equal([5L, 1L], points.Select(point => point.GetProperty("flows").GetInt64()));
        Assert.Equal(-30, points[0].GetProperty("clockOffsetMs").GetInt64());
        Assert.Equal(9, api.Exporters.Asked.Version);
    }

    [Fact]
    public async Task History_of_a_long_time_has_wider_steps()
    {
        await using var api = await ApiHost.StartAsync();
        var history = (await api.GetAsync("/api/v1/exporters/10.0.0.1/7/history?from=now-30d")).Ok();
        Assert.Equal(3600, history.GetProperty("stepSeconds").GetInt32());
        (await api.GetAsync("/api/v1/exporters/10.9.9.9/7/history")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Settings_have_value_default_and_origin_and_what_they_mean()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:QueuedQueries", "7"), ("Clarion:Groups:Names:17", "Cameras"));
        var settings = (await api.GetAsync("/api/v1/settings")).Ok();
        var queued = Setting(settings, "Clarion__Http__QueuedQueries");
        Assert.Equal("name,variable,value,default,changed,source,secret,meaning", Answer.Names(queued));
        Assert.Equal(("7", "64", true), (Text(queued, "value"), Text(queued, "default"), queued.GetProperty("changed").GetBoolean()));
        Assert.Contains("wait for their turn", Text(queued, "meaning"), StringComparison.Ordinal);
        Assert.NotEqual("default", Text(queued, "source"));
        Assert.Equal(("default", false), (Text(Setting(settings, "Clarion__Http__ConcurrentQueries"), "source"), Setting(settings, "Clarion__Http__ConcurrentQueries").GetProperty("changed").GetBoolean()));
        Assert.Equal("Cameras", Text(Setting(settings, "Clarion__Groups__Names__17"), "value"));
        Assert.Equal("", Text(Setting(settings, "Clarion__Security__ApiKeys"), "value"));
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("sha256:bd5fb43532b65a3ea26ebc4a0e4fbc4fb8b1b1b6a5d4d4a0a6a3a2a1a0b0c0d0")]
    public async Task A_key_is_never_in_the_answer(string key)
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Security:ApiKeys:noc", key), ("Clarion:Security:ApiKeys:reader", Key));
        var answer = await api.GetAsync("/api/v1/settings", ("X-Api-Key", Key));
        var noc = Setting(answer.Ok(), "Clarion__Security__ApiKeys__noc");
        Assert.Equal(("set", true), (Text(noc, "value"), noc.GetProperty("secret").GetBoolean()));
        Assert.DoesNotContain(key, answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static ExporterHealthRow Row(DateTimeOffset minute, long flows, long offset) =>
        new(new ExporterKey(IpAddr.Parse("10.0.0.1"), 7, 9), minute, 1, flows, flows, 0, 0, offset);

    private static JsonElement Setting(JsonElement settings, string variable) => settings.GetProperty("sections").EnumerateArray()
        .SelectMany(section => section.GetProperty("settings").EnumerateArray())
        .Single(setting => setting.GetProperty("variable").GetString() == variable);

    private static string? Text(JsonElement setting, string name) => setting.GetProperty(name).GetString();
}
