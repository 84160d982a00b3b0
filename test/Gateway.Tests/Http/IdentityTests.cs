using System.Net;
using System.Text.Json;
using Clarion.Correlation.Access;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

public sealed class IdentityTests
{
    private const string Laptop = "00:50:56:00:00:01";
    private const string Tablet = "00:50:56:00:00:02";
    private const string Anna = "anna@corp.example";
    private static readonly DateTimeOffset Now = Campus.Now;

    [Fact]
    public async Task Addresses_and_macs_are_resolved_with_user_group_and_place()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Named(), Session("A", Laptop, Now.AddMinutes(-5)));
        var items = (await api.PostAsync("/api/v1/identity/resolve", """{"items":[{"address":"10.1.2.3"},{"mac":"0050.5600.0001"},{"address":"10.9.9.9"},{"address":"192.0.2.1"}]}"""))
            .Ok().GetProperty("items");
        var first = items[0].GetProperty("identity");
        Assert.Equal(
            ("known", Laptop, Anna, 4, "session", "10.255.0.1", "gi1/0/12"),
            (Text(first, "outcome"), Text(first, "device"), Text(first, "user"), first.GetProperty("sgt").GetInt32(), Text(first, "sgtFrom"),
                Text(first.GetProperty("place"), "switch"), Text(first.GetProperty("place"), "port")));
        Assert.Equal(Anna, Text(items[1].GetProperty("identity"), "user"));
        Assert.Equal(("noBinding", "ip:10.9.9.9"), (Text(items[2].GetProperty("identity"), "outcome"), Text(items[2].GetProperty("identity"), "device")));
        Assert.Equal("external", Text(items[3].GetProperty("identity"), "outcome"));
        Assert.Equal(0, items[0].GetProperty("evidence").GetArrayLength());
    }

    [Fact]
    public async Task Reasons_come_when_asked_for()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Named(), Session("A", Laptop, Now.AddMinutes(-5)));
        var item = (await api.PostAsync("/api/v1/identity/resolve", """{"explain":true,"items":[{"address":"10.1.2.3"}]}""")).Ok().GetProperty("items")[0];
        Assert.Contains(item.GetProperty("evidence").EnumerateArray(), e => Text(e, "step") == "sgt" && Text(e, "verdict") == "accepted");
        Assert.Contains(item.GetProperty("evidence").EnumerateArray(), e => Text(e, "source") == "session");
    }

    [Fact]
    public async Task The_past_that_memory_has_forgotten_is_read_from_the_log()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(
            false, Named(), Session("A", Laptop, Now.AddDays(-40)), Ended("A", Laptop, Now.AddDays(-39)), Session("B", Tablet, Now.AddDays(-30)));
        await api.LearnAsync(true, Session("C", Laptop, Now.AddMinutes(-1)));
        async Task<string?> AtAsync(string at) => Text(
            (await api.PostAsync("/api/v1/identity/resolve", $$"""{"items":[{"address":"10.1.2.3","at":"{{at}}"}]}""")).Ok().GetProperty("items")[0].GetProperty("identity"),
            "device");
        Assert.Equal(Laptop, await AtAsync("now-954h"));
        Assert.Equal("ip:10.1.2.3", await AtAsync("now-35d"));
        Assert.Equal(Tablet, await AtAsync("now-719h"));
        Assert.Equal(Laptop, await AtAsync("now"));
        var address = (await api.GetAsync("/api/v1/addresses/10.1.2.3?at=now-719h")).Ok();
        Assert.Equal(Tablet, Text(address, "mac"));
        Assert.Equal(Anna, Text(address.GetProperty("identity"), "user"));
    }

    [Fact]
    public async Task Flows_are_correlated_at_both_ends()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Named(), Session("A", Laptop, Now.AddMinutes(-5)));
        var flow = (await api.PostAsync(
            "/api/v1/identity/correlate",
            """{"items":[{"source":"203.0.113.7","destination":"10.1.2.3","sourcePort":443,"destinationPort":50000,"protocol":6,"destinationSgt":9}]}"""))
            .Ok().GetProperty("items")[0];
        Assert.Equal("external", Text(flow.GetProperty("source"), "outcome"));
        Assert.Equal((Anna, 9, "flow"), (Text(flow.GetProperty("destination"), "user"), flow.GetProperty("destination").GetProperty("sgt").GetInt32(), Text(flow.GetProperty("destination"), "sgtFrom")));
        Assert.True(flow.GetProperty("serverIsSource").GetBoolean());
        Assert.Equal(443, flow.GetProperty("servicePort").GetInt32());
    }

    [Theory]
    [InlineData("resolve", """{"items":[]}""", "items")]
    [InlineData("resolve", """{}""", "items")]
    [InlineData("resolve", """{"items":[{}]}""", "items[0]")]
    [InlineData("resolve", """{"items":[null]}""", "items[0]")]
    [InlineData("resolve", """{"items":[{"address":"banana"}]}""", "items[0].address")]
    [InlineData("resolve", """{"items":[{"mac":"xx"}]}""", "items[0].mac")]
    [InlineData("resolve", """{"items":[{"mac":"00:50:56:00:00:01","at":"soon"}]}""", "items[0].at")]
    [InlineData("correlate", """{"items":[{"source":"10.0.0.1"}]}""", "items[0]")]
    [InlineData("correlate", """{"items":[{"source":"10.0.0.1","destination":"<b>"}]}""", "items[0].destination")]
    public async Task What_cannot_be_asked_is_refused_in_words(string what, string body, string parameter)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.PostAsync("/api/v1/identity/" + what, body)).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, Text(problem, "parameter"));
    }

    [Fact]
    public async Task Users_are_listed_found_and_shown_with_their_sessions()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Session("A", Laptop, Now.AddMinutes(-50)), Session("B", Tablet, Now.AddMinutes(-40), "bob"), Ended("B", Tablet, Now.AddMinutes(-30)));
        var users = (await api.GetAsync("/api/v1/users")).Ok().GetProperty("items");
        Assert.Equal([Anna, "bob@corp.example"], users.EnumerateArray().Select(u => Text(u, "key")));
        Assert.Equal([Laptop], users[0].GetProperty("devices").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(0, users[1].GetProperty("devices").GetArrayLength());
        Assert.Equal(1, (await api.GetAsync("/api/v1/users?q=BOB")).Ok().GetProperty("items").GetArrayLength());
        var page = (await api.GetAsync("/api/v1/users?limit=1")).Ok();
        Assert.Equal("bob@corp.example", Text((await api.GetAsync("/api/v1/users?limit=1&cursor=" + Text(page, "next"))).Ok().GetProperty("items")[0], "key"));

        var bob = (await api.GetAsync("/api/v1/users/bob@corp.example?from=now-2h")).Ok().GetProperty("sessions")[0];
        Assert.Equal((Tablet, "disconnected"), (Text(bob, "device"), Text(bob, "ending")));
        Assert.Equal(Now.AddMinutes(-30), bob.GetProperty("to").GetDateTimeOffset());
        (await api.GetAsync("/api/v1/users/nobody")).Problem(HttpStatusCode.NotFound);
        Assert.Contains((await api.GetAsync("/api/v1/search?q=bob")).Ok().GetProperty("items").EnumerateArray(), hit => Text(hit, "kind") == "user");
    }

    [Fact]
    public async Task A_users_traffic_is_that_of_its_devices_during_its_sessions()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Session("A", Laptop, Now.AddMinutes(-50)), Ended("A", Laptop, Now.AddMinutes(-31)));
        api.Store.Groups.Clear();
        api.Store.Groups.Add(new SummaryRow([4L, 6L, 443L], FakeStore.Measures));
        var traffic = (await api.GetAsync($"/api/v1/users/{Anna}/traffic?from=now-2h")).Ok();
        Assert.Equal((Laptop, 10L), (Text(traffic.GetProperty("devices")[0], "device"), traffic.GetProperty("devices")[0].GetProperty("flows").GetInt64()));
        var service = traffic.GetProperty("services")[0];
        Assert.Equal((4, 6, 443, 2000.0), (
            service.GetProperty("sgt").GetInt32(), service.GetProperty("protocol").GetInt32(), service.GetProperty("port").GetInt32(),
            service.GetProperty("bytes").GetDouble()));
        Assert.Equal(0, traffic.GetProperty("leftOut").GetInt32());

        // In whole steps of five minutes.
        Assert.Equal((Now.AddMinutes(-50), Now.AddMinutes(-30)), (api.Store.Summary!.Range.From, api.Store.Summary.Range.To));
        Assert.Equal(0, (await api.GetAsync($"/api/v1/users/{Anna}/traffic?from=now-20m")).Ok().GetProperty("services").GetArrayLength());
    }

    [Fact]
    public async Task Directory_groups_are_listed_and_shown_with_who_is_in_them()
    {
        await using var api = await ApiHost.StartAsync();
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        api.Read(new DirectoryUpdate
        {
            Directory = "corp.example",
            At = Now,
            Users = [new DirectoryUser { Id = ids[0], Account = new(AccountKind.Person, "anna", "corp.example") }],
            Groups =
            [
                new DirectoryGroup { Id = ids[1], Name = "Staff", Members = [ids[2]], Description = "<b>all</b>" },
                new DirectoryGroup { Id = ids[2], Name = "Nurses", Members = [ids[0]], ForeignMembers = ["S-1-5-9"] },
                new DirectoryGroup { Id = ids[3], Name = "A list", IsSecurity = false },
            ],
        });
        var list = (await api.GetAsync("/api/v1/directory/groups")).Ok().GetProperty("items");
        Assert.Equal([("Nurses", 2), ("Staff", 1)], list.EnumerateArray().Select(g => (Text(g, "name"), g.GetProperty("members").GetInt32())));
        Assert.Equal(17, list[0].GetProperty("sgt").GetInt32());
        var page = (await api.GetAsync("/api/v1/directory/groups?limit=1")).Ok();
        Assert.Equal("Staff", Text((await api.GetAsync("/api/v1/directory/groups?limit=1&cursor=" + Uri.EscapeDataString(Text(page, "next")!))).Ok().GetProperty("items")[0], "name"));
        Assert.Equal(1, (await api.GetAsync("/api/v1/directory/groups?q=STA")).Ok().GetProperty("items").GetArrayLength());

        var staff = (await api.GetAsync("/api/v1/directory/groups/staff")).Ok();
        Assert.Equal((Anna, 1), (staff.GetProperty("accounts")[0].GetString(), staff.GetProperty("accountCount").GetInt32()));
        Assert.Equal("Nurses", staff.GetProperty("groups")[0].GetString());
        Assert.Equal("Staff", (await api.GetAsync("/api/v1/directory/groups/Nurses")).Ok().GetProperty("in")[0].GetString());
        (await api.GetAsync("/api/v1/directory/groups/A%20list")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(["Nurses", "Staff"], (await api.GetAsync($"/api/v1/users/{Anna}")).Ok().GetProperty("groups").EnumerateArray().Select(g => g.GetString()));
    }

    [Fact]
    public async Task A_user_has_the_groups_that_ise_reports_also_by_a_name_without_domain_that_is_nobody_elses()
    {
        await using var api = await ApiHost.StartAsync();
        await api.Groups.SaveAsync(
            "ise",
            new ReportedGroupsUpdate
            {
                Users =
                [
                    new ReportedGroups { User = "CORP\\Anna", Account = Anna, Groups = [new ReportedGroup("corp.example/Staff", "ACTIVE_DIRECTORY")], LearntAt = Now },
                    new ReportedGroups { User = "anna", Account = "anna", Groups = [new ReportedGroup("Guests", "IDENTITY")], LearntAt = Now },
                ],
            },
            TestContext.Current.CancellationToken);
        await api.LearnAsync(true, Session("A", Laptop, Now.AddMinutes(-50)));
        Assert.Equal("CORP\\Anna corp.example/Staff|anna Guests", await ReportedAsync());

        // With another Anna, nobody knows whom ISE means.
        api.Read(new DirectoryUpdate { Directory = "other.example", At = Now, Users = [new DirectoryUser { Id = Guid.NewGuid(), Account = new(AccountKind.Person, "anna", "other.example") }] });
        Assert.Equal("CORP\\Anna corp.example/Staff", await ReportedAsync());

        async Task<string> ReportedAsync() => string.Join('|', (await api.GetAsync($"/api/v1/users/{Anna}")).Ok().GetProperty("reportedGroups").EnumerateArray()
            .Select(one => $"{Text(one, "user")} {Text(one.GetProperty("groups")[0], "name")}"));
    }

    [Fact]
    public async Task A_device_has_a_timeline_of_sessions_groups_and_what_is_said_of_it()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(
            true, Named(), Session("A", Laptop, Now.AddMinutes(-50)),
            new DeviceDiscovered
            {
                AtMs = Now.AddHours(-1).ToUnixTimeMilliseconds(),
                ArrivedMs = Now.ToUnixTimeMilliseconds(),
                Source = IdentitySource.IotPlatform,
                Mac = Mac(Laptop),
                Attributes = new Dictionary<string, string> { ["vendor"] = "ACME" },
            });
        var timeline = (await api.GetAsync($"/api/v1/devices/{Laptop}/timeline?from=now-2h")).Ok();
        Assert.Equal(Anna, Text(timeline.GetProperty("identity"), "user"));
        Assert.Equal(Anna, Text(timeline.GetProperty("sessions")[0], "user"));
        Assert.Equal(JsonValueKind.Null, timeline.GetProperty("sessions")[0].GetProperty("to").ValueKind);
        Assert.Equal((0, 4), (timeline.GetProperty("sgtChanges")[0].GetProperty("from").GetInt32(), timeline.GetProperty("sgtChanges")[0].GetProperty("to").GetInt32()));
        Assert.Equal(("vendor", "ACME", "iotPlatform"), (Text(timeline.GetProperty("attributes")[0], "name"), Text(timeline.GetProperty("attributes")[0], "value"), Text(timeline.GetProperty("attributes")[0], "source")));
    }

    [Fact]
    public async Task A_timeline_has_lanes_by_source_from_flows_sessions_and_everything_said()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(
            true, Named(), Session("A", Laptop, Now.AddMinutes(-50)) with { Posture = "Pending" }, Session("A", Laptop, Now.AddMinutes(-40)) with { Posture = "Compliant" },
            Said(Now.AddMinutes(-45), ("anc_policy", "Quarantine"), ("profile", "<script>")), Said(Now.AddMinutes(-35), ("profile", "<script>")));
        api.Store.Bindings.Add(new Binding(
            IpAddr.Parse("10.1.2.9"), Mac(Laptop), Now.AddMinutes(-30).ToUnixTimeMilliseconds(), Now.AddMinutes(-20).ToUnixTimeMilliseconds(), BindingSource.Flow,
            IpAddr.Parse("10.255.0.1"), 12, 30));
        var timeline = (await api.GetAsync($"/api/v1/devices/{Laptop}/timeline?from=now-2h")).Ok();
        Assert.True(timeline.GetProperty("isWhole").GetBoolean());
        Assert.Equal(
            [
                "address flow 10.1.2.9", "address session 10.1.2.3", "port flow 10.255.0.1 port 12 VLAN 30", "port session 10.255.0.1 gi1/0/12", $"user session {Anna}",
                "group  4", "posture session Pending", "posture session Compliant", "profile profiler <script>", "anc_policy profiler Quarantine",
            ],
            timeline.GetProperty("lanes").EnumerateArray().SelectMany(lane => lane.GetProperty("intervals").EnumerateArray().Select(one =>
                $"{Text(lane, "kind")} {Text(lane, "source")} {Text(one, "value")}")));
        Assert.Equal(JsonValueKind.Null, timeline.GetProperty("lanes")[1].GetProperty("intervals")[0].GetProperty("to").ValueKind);
        var before = (await api.GetAsync($"/api/v1/devices/{Laptop}/timeline?from=now-2h&to=now-45m")).Ok().GetProperty("lanes");
        Assert.DoesNotContain(before.EnumerateArray(), lane => Text(lane, "kind") == "anc_policy");
    }

    [Fact]
    public async Task A_change_of_the_group_is_told_with_its_reason_and_the_cells_its_traffic_moves_between()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(true, Named(), Session("A", Laptop, Now.AddMinutes(-53)));
        var step = Now.AddMinutes(-20);
        api.Store.Series.Add(new SummarySeries([99], [new SeriesPoint(step, FakeStore.Measures)]));
        api.Store.Peers.Clear();
        api.Store.Peers.AddRange(
            [
                new PeerRow("00:50:56:00:00:09", "10.1.2.9", 20, "client", 6, 443, FakeStore.Measures), new PeerRow("00:50:56:00:00:09", "10.1.2.9", 20, "server", 6, 22, FakeStore.Measures),
                new PeerRow(Laptop, "10.1.2.3", 4, "client", 6, 80, FakeStore.Measures),
            ]);
        var page = (await api.GetAsync($"/api/v1/devices/{Laptop}/sgt-changes?limit=1")).Ok();
        var newest = page.GetProperty("items")[0];
        Assert.Equal((4, 99, "flow"), Change(newest));
        Assert.Equal(
            ["4,20 to 99,20", "20,4 to 20,99"],
            newest.GetProperty("moves").EnumerateArray().Select(move => $"{Cell(move, "leaves")} to {Cell(move, "enters")}"));
        Assert.Equal(20, newest.GetProperty("flows").GetInt64());
        Assert.Equal((step.AddDays(-1), step), (api.Store.Range.From, api.Store.Range.To));
        var older = (await api.GetAsync($"/api/v1/devices/{Laptop}/sgt-changes?limit=1&cursor={Text(page, "next")}")).Ok();
        Assert.Equal((0, 4, "session"), Change(older.GetProperty("items")[0]));
        Assert.Equal($"session A of {Anna}", Text(older.GetProperty("items")[0].GetProperty("change"), "reason"));
        Assert.Equal(Now.AddMinutes(-55), api.Store.Range.To);
        Assert.Equal(JsonValueKind.Null, older.GetProperty("next").ValueKind);
        (await api.GetAsync($"/api/v1/devices/{Laptop}/sgt-changes?cursor=x")).Problem(HttpStatusCode.BadRequest);

        static (int, int, string?) Change(JsonElement item) => (
            item.GetProperty("change").GetProperty("from").GetInt32(), item.GetProperty("change").GetProperty("to").GetInt32(), Text(item.GetProperty("change"), "source"));
        static string Cell(JsonElement move, string which) => $"{move.GetProperty(which).GetProperty("source")},{move.GetProperty(which).GetProperty("destination")}";
    }

    [Fact]
    public async Task What_is_not_identified_is_told_by_reason_and_adds_up()
    {
        await using var api = await ApiHost.StartAsync();
        await api.LearnAsync(
            true, Session("A", Laptop, Now.AddMinutes(-12)), Session("B", Tablet, Now.AddMinutes(-14), "bob"), Ended("B", Tablet, Now.AddMinutes(-13)));
        api.Store.Unidentified.AddRange(
            [.. new[] { "10.9.9.9", "10.9.9.8", "10.1.2.4", "10.1.2.3" }.Select(address => new UnidentifiedRow(
                DeviceId.Of(IpAddr.Parse(address)), Now.AddMinutes(-5), new FlowMeasures(1, 50, 1, 50, 1, 0)))]);
        var model = (await api.GetAsync("/api/v1/overview/unidentified")).Ok();
        Assert.Equal((1000, 250, 4, true), (
            model.GetProperty("internalBytes").GetDouble(), model.GetProperty("unidentifiedBytes").GetDouble(), model.GetProperty("looked").GetInt32(), model.GetProperty("isWhole").GetBoolean()));
        Assert.Equal(
            [("noBinding", 2, 100, 0.1), ("expired", 1, 50, 0.05), ("known", 1, 50, 0.05)],
            model.GetProperty("reasons").EnumerateArray().Select(one => (
                Text(one, "reason"), one.GetProperty("devices").GetInt32(), (int)one.GetProperty("bytes").GetDouble(), one.GetProperty("share").GetDouble())));
        var known = Assert.Single((await api.GetAsync("/api/v1/overview/unidentified/addresses?reason=known")).Ok().GetProperty("items").EnumerateArray());
        Assert.Equal(("ip:10.1.2.3", Laptop), (Text(known, "device"), Text(known, "holder")));
        var page = (await api.GetAsync("/api/v1/overview/unidentified/addresses?limit=3")).Ok();
        Assert.Equal("ip:10.1.2.3", Text(Assert.Single((await api.GetAsync("/api/v1/overview/unidentified/addresses?limit=3&cursor=" + Text(page, "next"))).Ok().GetProperty("items").EnumerateArray()), "device"));
        (await api.GetAsync("/api/v1/overview/unidentified/addresses?reason=bad")).Problem(HttpStatusCode.BadRequest);
    }

    private static DeviceDiscovered Said(DateTimeOffset at, params (string Name, string Value)[] attributes) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Profiler,
        Mac = Mac(Laptop),
        Attributes = attributes.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
    };

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static MacAddr Mac(string text) => MacAddr.TryParse(text, out var mac) ? mac : throw new ArgumentException(text);

    [Fact]
    public async Task Ten_thousand_flows_fit_in_a_request_and_no_more_than_four_mebibytes()
    {
        await using var api = await ApiHost.StartAsync();
        var flow = """{"source":"10.100.100.100","destination":"10.200.200.200","sourcePort":50000,"destinationPort":50001,"protocol":17,"at":"now","exporter":"10.255.255.255","ingress":1000000}""";
        var answer = await api.PostAsync("/api/v1/identity/correlate", $$"""{"items":[{{string.Join(',', Enumerable.Repeat(flow, 10_000))}}]}""");
        Assert.Equal(10_000, answer.Ok().GetProperty("items").GetArrayLength());
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/identity/correlate", UriKind.Relative))
        {
            Content = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]),
        };

        // Otherwise the connection may be gone before the answer is read.
        large.Headers.ExpectContinue = true;
        (await api.SendAsync(large)).Problem(HttpStatusCode.RequestEntityTooLarge);
    }

    private static SecurityGroupNamed Named() => new()
    {
        AtMs = Now.AddDays(-60).ToUnixTimeMilliseconds(),
        ArrivedMs = Now.AddDays(-60).ToUnixTimeMilliseconds(),
        Source = IdentitySource.Catalogue,
        Name = "Employees",
        Sgt = 4,
    };

    private static SessionChanged Session(string id, string mac, DateTimeOffset at, string user = "anna") => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        State = SessionState.Started,
        AuditSessionId = id,
        Mac = Mac(mac),
        Addresses = [IpAddr.Parse(id == "B" && user == "bob" ? "10.1.2.4" : "10.1.2.3")],
        User = new AccountName(AccountKind.Person, user, "corp.example"),
        SgtName = "Employees",
        Place = new NetworkPlace { Switch = IpAddr.Parse("10.255.0.1"), Port = "GigabitEthernet1/0/12" },
    };

    private static SessionChanged Ended(string id, string mac, DateTimeOffset at) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        State = SessionState.Disconnected,
        AuditSessionId = id,
        Mac = Mac(mac),
    };
}
