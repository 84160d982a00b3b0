using System.Net;
using System.Text.Json;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Tests.Delivery;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Questions about moments that memory has forgotten.</summary>
public sealed class PastTests
{
    private static readonly DateTimeOffset Now = Campus.Now;

    [Fact]
    public async Task Flows_of_days_ago_are_answered_however_many_addresses_they_have()
    {
        const int hosts = 3000;
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(false, [.. Enumerable.Range(0, hosts).Select(host => Session(host, host, Now.AddDays(-3)))]);

        // The next morning each has the address of its neighbour.
        await api.LearnAsync(false, [.. Enumerable.Range(0, hosts).Select(host => Session(host, (host + 1) % hosts, Now.AddDays(-2)))]);
        await api.LearnAsync(true, Session(hosts, hosts, Now));
        var flows = Enumerable.Range(0, 9_999).Select(i => (
            Source: i % hosts, Destination: i * 7 % hosts, IsLater: i % 2 == 1)).ToList();
        var items = string.Join(',', flows.Select(flow =>
            $$"""{"source":"{{Address(flow.Source)}}","destination":"{{Address(flow.Destination)}}","destinationPort":443,"protocol":6,"at":"{{(flow.IsLater ? "now-47h" : "now-71h")}}"}"""));
        var answer = (await api.PostAsync("/api/v1/identity/correlate", $$"""{"items":[{{items}},{"source":"{{Address(hosts)}}","destination":"192.0.2.1"}]}""")).Ok();
        Assert.True(answer.GetProperty("isWhole").GetBoolean());
        var got = answer.GetProperty("items").EnumerateArray().Select(item => (Device(item, "source"), Device(item, "destination"))).ToList();
        Assert.Equal([.. flows.Select(flow => (Holder(flow.Source, flow.IsLater), Holder(flow.Destination, flow.IsLater))), (Mac(hosts).ToString(), null)], got);

        static string? Device(JsonElement item, string end) => item.GetProperty(end).GetProperty("device").GetString();
        static string? Holder(int address, bool isLater) => Mac(isLater ? (address + 1) % hosts : address).ToString();
    }

    [Fact]
    public async Task Groups_of_which_much_is_known_are_made_smaller_until_all_of_it_is_read()
    {
        const int hosts = 30;
        await using var api = await ApiHost.StartAsync();
        var told = IdentityHistory.MaxFactsOfGroup * 2 / hosts;
        await api.LearnAsync(false, [.. Enumerable.Range(0, told).SelectMany(i => Enumerable.Range(0, hosts).Select(host => Session(host, host, Now.AddDays(-3).AddSeconds(i))))]);
        await api.LearnAsync(true, Session(hosts, hosts, Now));
        var items = string.Join(',', Enumerable.Range(0, hosts).Select(host => $$"""{"address":"{{Address(host)}}","at":"now-71h"}"""));
        var answer = (await api.PostAsync("/api/v1/identity/resolve", $$"""{"items":[{{items}}]}""")).Ok();
        Assert.True(answer.GetProperty("isWhole").GetBoolean());
        Assert.Equal(
            Enumerable.Range(0, hosts).Select(host => Mac(host).ToString()),
            Identities(answer).Select(identity => identity.GetProperty("device").GetString()));
    }

    [Fact]
    public async Task What_flows_showed_counts_and_macs_are_asked_about_with_addresses()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(false, Session(1, 1, Now.AddDays(-3)));
        await api.LearnAsync(true, Session(9, 9, Now));
        var seen = Now.AddHours(-71).ToUnixTimeMilliseconds();
        api.Store.Bindings.Add(new Binding(IpAddr.Parse("fd00::7"), Mac(7), seen, seen, BindingSource.Flow, IpAddr.None, 0, 0));
        var answer = (await api.PostAsync(
            "/api/v1/identity/resolve",
            $$"""
            {"items":[{"mac":"{{Mac(1)}}","at":"now-71h"},{"address":"fd00::7","at":"now-71h"},{"address":"fd00::7","at":"now-80h"},{"address":"{{Address(9)}}"},
            {"address":"fd00::8","mac":"{{Mac(1)}}","at":"now-71h"}]}
            """)).Ok();
        Assert.Equal(
            ["user1@corp.example", null, null, "user9@corp.example", "user1@corp.example"],
            Identities(answer).Select(identity => identity.GetProperty("user").GetString()));
        Assert.Equal(
            [Mac(1).ToString(), Mac(7).ToString(), "ip:fd00::7", Mac(9).ToString(), Mac(1).ToString()],
            Identities(answer).Select(identity => identity.GetProperty("device").GetString()));
    }

    [Fact]
    public async Task An_answer_that_left_something_out_says_so_and_others_are_whole()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(false, Session(1, 1, Now.AddDays(-3)), Session(5, 4, Now.AddDays(-3)));

        // One session that is told of again and again.
        await api.LearnAsync(false, [.. Enumerable.Range(0, IdentityHistory.MaxFactsOfGroup + 1).Select(i => Session(5, 5, Now.AddDays(-2).AddSeconds(i)))]);
        await api.LearnAsync(true, Session(9, 9, Now));
        var answer = (await api.PostAsync(
            "/api/v1/identity/resolve", $$"""{"items":[{"address":"{{Address(1)}}","at":"now-71h"},{"address":"{{Address(5)}}","at":"now-1d"}]}""")).Ok();
        Assert.False(answer.GetProperty("isWhole").GetBoolean());
        Assert.Equal([(Mac(1).ToString(), true), (Mac(5).ToString(), false)], Identities(answer).Select(Told));

        // What came after the moment leaves nothing out.
        answer = (await api.PostAsync("/api/v1/identity/resolve", $$"""{"items":[{"address":"{{Address(5)}}","at":"now-71h"}]}""")).Ok();
        Assert.True(answer.GetProperty("isWhole").GetBoolean());
        Assert.Equal([(Mac(4).ToString(), true)], Identities(answer).Select(Told));

        Assert.Equal((Mac(5).ToString(), false), Told((await api.GetAsync($"/api/v1/addresses/{Address(5)}?at=now-1d")).Ok().GetProperty("identity")));
        Assert.True((await api.GetAsync($"/api/v1/addresses/{Address(5)}?at=now-71h")).Ok().GetProperty("identity").GetProperty("isWhole").GetBoolean());
        api.Store.Groups.Clear();
        foreach (var path in new[] { "", "/traffic" })
        {
            Assert.False((await api.GetAsync($"/api/v1/users/user5@corp.example{path}")).Ok().GetProperty("isWhole").GetBoolean());
            Assert.True((await api.GetAsync($"/api/v1/users/user1@corp.example{path}")).Ok().GetProperty("isWhole").GetBoolean());
        }

        static (string?, bool) Told(JsonElement identity) => (identity.GetProperty("device").GetString(), identity.GetProperty("isWhole").GetBoolean());
    }

    [Fact]
    public async Task Questions_about_the_past_leave_room_for_others()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:ConcurrentQueries", "1"), ("Clarion:Http:QueuedQueries", "0"));
        await api.LearnAsync(true, Session(1, 1, Now));
        var gate = new TaskCompletionSource();
        api.Store.Stall = gate.Task;
        var body = $$"""{"items":[{"address":"{{Address(1)}}","at":"now-2d"}]}""";
        var first = api.PostAsync("/api/v1/identity/resolve", body);
        await Eventually.TrueAsync(() => api.Store.Running == 1);
        var other = api.GetAsync("/api/v1/matrix");
        await Eventually.TrueAsync(() => api.Store.Running == 2);
        (await api.PostAsync("/api/v1/identity/resolve", body)).Problem(HttpStatusCode.TooManyRequests);
        gate.SetResult();
        (await first).Ok();
        (await other).Ok();
    }

    [Fact]
    public async Task What_takes_too_long_is_504_with_advice()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:HistoryTimeout", "00:00:01"));
        await api.LearnAsync(true, Session(1, 1, Now));
        var stall = new TaskCompletionSource();
        api.Store.Stall = stall.Task;
        var problem = (await api.PostAsync("/api/v1/identity/resolve", $$"""{"items":[{"address":"{{Address(1)}}","at":"now-2d"}]}""")).Problem(HttpStatusCode.GatewayTimeout);
        Assert.Contains("fewer addresses", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        stall.SetResult();
    }

    private static IEnumerable<JsonElement> Identities(JsonElement answer) => answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("identity"));

    private static string Address(int number) => FormattableString.Invariant($"10.20.{number / 250}.{number % 250}");

    private static MacAddr Mac(int number) => new(0x0050_5600_0000 + (ulong)number + 1);

    private static SessionChanged Session(int address, int host, DateTimeOffset at) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        State = SessionState.Started,
        AuditSessionId = FormattableString.Invariant($"{host}-{address}"),
        Mac = Mac(host),
        Addresses = [IpAddr.Parse(Address(address))],
        User = new AccountName(AccountKind.Person, FormattableString.Invariant($"user{host}"), "corp.example"),
    };
}
