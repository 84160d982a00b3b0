using System.Net;
using Clarion.Correlation.Access;
using Clarion.Flows;

namespace Clarion.Gateway.Tests.Http;

/// <summary>What happened where the network lets devices in.</summary>
public sealed class AccessTests
{
    private const string Failures = "/api/v1/identity/radius-failures";

    [Fact]
    public async Task Failures_are_read_by_pages_the_newest_first_and_narrowed()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Access.AppendAsync(
            "ise", [Failure(1), Failure(2) with { User = "CORP\\Bea", Mac = default, CallingStation = "198.51.100.7" }, Failure(3) with { Nas = "fd00::1" }],
            TestContext.Current.CancellationToken);
        var first = (await api.GetAsync(Failures + "?limit=2")).Ok();
        Assert.Equal(
            "at,arrivedAt,connector,id,mac,user,reason,code,nas,port,callingStation,addresses,server,identityGroup,policySet,rule,securityGroup",
            Answer.Names(first.GetProperty("items")[0]));
        Assert.Equal("f1 f2", Ids(first));
        Assert.Equal("f3", Ids((await api.GetAsync($"{Failures}?limit=2&cursor={first.GetProperty("next").GetString()}")).Ok()));
        Assert.Null(first.GetProperty("items")[1].GetProperty("mac").GetString());
        Assert.Equal("f2", await IdsAsync(api, "user=corp%5Cbea"));
        Assert.Equal("f3", await IdsAsync(api, "nas=FD00:0::1"));
        Assert.Equal("", await IdsAsync(api, "nas=sw1"));
        Assert.Equal("f1 f3", await IdsAsync(api, "mac=0200.0001.0005"));
        Assert.Equal("", await IdsAsync(api, "connector=other"));
        Assert.Equal("f1", await IdsAsync(api, "from=now-90s"));
    }

    [Theory]
    [InlineData("mac=ip:10.1.2.3")]
    [InlineData("cursor=x")]
    [InlineData("cursor=1.2.3")]
    [InlineData("limit=1001")]
    [InlineData("who=me")]
    public async Task What_cannot_be_asked_is_refused(string query)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync($"{Failures}?{query}")).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync($"{Failures}?user={new string('x', 601)}")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Steps_of_network_control_are_read_with_the_policy_after_them()
    {
        await using var api = await ApiHost.StartAsync();
        var began = new AncOperation { Key = "1", Operation = "op", Status = "RUNNING", At = Campus.Now.AddMinutes(-2), ArrivedAt = Campus.Now, Mac = new MacAddr(0x0200_0001_0005) };
        await api.Access.AppendAsync("ise", [began, began with { Key = "2", Status = "SUCCESS", Policy = "Shut", At = Campus.Now.AddMinutes(-1) }, Failure(1)], TestContext.Current.CancellationToken);
        var list = (await api.GetAsync("/api/v1/identity/anc-operations?mac=02:00:00:01:00:05")).Ok().GetProperty("items");
        Assert.Equal("at,connector,operation,status,mac,nas,policy,reason", Answer.Names(list[0]));
        Assert.Equal("SUCCESS Shut RUNNING ", string.Join(' ', list.EnumerateArray().Select(one => $"{one.GetProperty("status").GetString()} {one.GetProperty("policy").GetString()}")));
        (await api.GetAsync("/api/v1/identity/anc-operations?user=x")).Problem(HttpStatusCode.BadRequest);
    }

    private static RadiusFailure Failure(int minutesAgo) => new()
    {
        Key = FormattableString.Invariant($"f{minutesAgo}"),
        At = Campus.Now.AddMinutes(-minutesAgo),
        ArrivedAt = Campus.Now,
        Mac = new MacAddr(0x0200_0001_0005),
        User = "anna",
        Nas = "10.0.0.2",
    };

    private static async Task<string> IdsAsync(ApiHost api, string query) => Ids((await api.GetAsync($"{Failures}?{query}")).Ok());

    private static string Ids(System.Text.Json.JsonElement list) =>
        string.Join(' ', list.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
}
