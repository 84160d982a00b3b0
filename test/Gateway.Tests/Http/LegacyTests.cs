using System.Net;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>What was brought from older installations.</summary>
public sealed class LegacyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installations_are_listed_with_their_tables_and_their_report()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(0, (await api.GetAsync("/api/v1/legacy")).Ok().GetArrayLength());
        await api.Legacy.SaveAsync(new LegacyImport("legacy", Campus.Now, null, 5, 0, ""), Cancel);
        await api.Legacy.SaveAsync(new LegacyImport("other", Campus.Now, Campus.Now, 5, 0, """{"checks":[{"isRight":true}]}"""), Cancel);
        await api.Legacy.KeepAsync("legacy", "policies", [new LegacyRecord("1", "", """{"id":1}"""), new LegacyRecord("2", "odd", """{"id":2}""")], Cancel);
        var list = (await api.GetAsync("/api/v1/legacy")).Ok();
        Assert.Equal("installation,startedAt,finishedAt,tables,report", Answer.Names(list[0]));
        Assert.Equal("""[{"table":"policies","rows":2,"remarked":1}]""", list[0].GetProperty("tables").GetRawText());
        Assert.Null(list[0].GetProperty("finishedAt").GetString());
        Assert.True(list[1].GetProperty("report").GetProperty("checks")[0].GetProperty("isRight").GetBoolean());
    }

    [Fact]
    public async Task Rows_are_read_by_pages_and_narrowed()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Legacy.KeepAsync(
            "legacy", "policies",
            [
                new LegacyRecord("1", "", """{"id":1,"policy_name":"SGACL_2_to_10"}"""), new LegacyRecord("2", "odd", """{"id":2,"policy_name":null}"""),
                new LegacyRecord("3", "", """{"id":3,"policy_name":"other"}"""),
            ],
            Cancel);
        var first = (await api.GetAsync("/api/v1/legacy/legacy/policies?limit=2")).Ok();
        Assert.Equal("key,remark,row", Answer.Names(first.GetProperty("items")[0]));
        Assert.Equal("SGACL_2_to_10", first.GetProperty("items")[0].GetProperty("row").GetProperty("policy_name").GetString());
        Assert.Equal("odd", first.GetProperty("items")[1].GetProperty("remark").GetString());
        var second = (await api.GetAsync("/api/v1/legacy/legacy/policies?limit=2&cursor=" + first.GetProperty("next").GetString())).Ok();
        Assert.Equal("3", Assert.Single(second.GetProperty("items").EnumerateArray().ToList()).GetProperty("key").GetString());
        Assert.Equal(1, (await api.GetAsync("/api/v1/legacy/legacy/policies?find=sgacl")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await api.GetAsync("/api/v1/legacy/legacy/policies?remarked=true")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await api.GetAsync("/api/v1/legacy/none/nothing")).Ok().GetProperty("items").GetArrayLength());
        (await api.GetAsync("/api/v1/legacy/legacy/policies?remarked=perhaps")).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/api/v1/legacy/legacy/policies?limit=0")).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/api/v1/legacy/legacy/policies?find=" + new string('x', 201))).Problem(HttpStatusCode.BadRequest);
    }
}
