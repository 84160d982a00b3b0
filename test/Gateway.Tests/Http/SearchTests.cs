using System.Diagnostics;
using System.Text.Json;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Search by anything.</summary>
public sealed class SearchTests
{
    private static readonly DateTimeOffset Now = Campus.Now;

    [Theory]
    [InlineData("ws12.corp", "computer", "ws12$@corp.example", "ws12.corp.example")]
    [InlineData("WS12$", "computer", "ws12$@corp.example", "ws12.corp.example")]
    [InlineData("pump-4", "device", "00:50:56:00:00:07", "PUMP-4711")]
    [InlineData("Schmidt", "user", "aschmidt@corp.example", "aschmidt@corp.example")]
    [InlineData("aschm", "user", "aschmidt@corp.example", "aschmidt@corp.example")]
    [InlineData("nurs", "directoryGroup", "Nurses", "Nurses")]
    [InlineData("employ", "group", "4", "Employees")]
    [InlineData("4", "group", "4", "Employees")]
    [InlineData("ise-ma", "connector", "ise-main", "ise-main")]
    [InlineData("10.0.0.1", "switch", "10.0.0.1", "10.0.0.1")]
    public async Task What_is_known_is_found_by_a_part_of_what_it_is_called(string text, string kind, string id, string title)
    {
        await using var api = await FilledAsync();
        var hits = await FindAsync(api, text);
        Assert.Contains((kind, id, title), hits);
    }

    [Fact]
    public async Task What_fits_exactly_comes_before_what_contains_it()
    {
        await using var api = await FilledAsync();
        api.Read(Directory(["annabel", "ann", "joann"], []));
        Assert.Equal(["ann@corp.example", "annabel@corp.example", "joann@corp.example"], (await FindAsync(api, "ann")).Select(hit => hit.Id));
        api.Read(Directory(["nurses"], ["Nurses", "All Nurses"]));
        Assert.Equal(["Nurses", "nurses@corp.example", "All Nurses"], (await FindAsync(api, "Nurses")).Select(hit => hit.Id));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("' OR 1=1 --")]
    [InlineData("*)(uid=*))(|(uid=*")]
    [InlineData("\u0000\u0007\u202e")]
    [InlineData("[unclosed (regex")]
    [InlineData("%_%")]
    [InlineData("ip:::::")]
    public async Task Hostile_texts_are_data(string text)
    {
        await using var api = await FilledAsync();
        Assert.Empty(await FindAsync(api, text));
        Assert.Equal(0, (await api.GetAsync("/api/v1/users?q=" + Uri.EscapeDataString(text))).Ok().GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Of_a_hundred_thousand_users_some_are_found_at_once_and_all_page_by_page()
    {
        const int users = 100_000;
        const int enough = 2_000;
        await using var api = await FilledAsync();
        api.Read(Directory([.. Enumerable.Range(0, users).Select(i => FormattableString.Invariant($"user{i:D6}"))], [.. Enumerable.Range(0, 5000).Select(i => $"Group {i}")]));
        Assert.Equal(5, (await FindAsync(api, "user0999")).Count);
        var watch = Stopwatch.StartNew();
        const int searches = 20;
        for (var i = 0; i < searches; i++)
        {
            Assert.Equal("user09999" + (i % 10) + "@corp.example", Assert.Single(await FindAsync(api, "user09999" + (i % 10))).Id);
        }

        var each = watch.ElapsedMilliseconds / searches;
        TestContext.Current.SendDiagnosticMessage($"A search among {users} users takes {each} ms.");
        Assert.True(each < enough, $"A search took {each} ms.");

        var (seen, cursor) = (0, "");
        watch.Restart();
        do
        {
            var page = (await api.GetAsync("/api/v1/users?limit=1000&q=user00&cursor=" + Uri.EscapeDataString(cursor))).Ok();
            seen += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("next").GetString() ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(10_000, seen);
        TestContext.Current.SendDiagnosticMessage($"A page of 1,000 of {users} users takes {watch.ElapsedMilliseconds / 10} ms.");
    }

    [Fact]
    public async Task Users_that_only_a_directory_has_are_listed_and_shown_and_so_are_computers()
    {
        await using var api = await FilledAsync();
        var users = (await api.GetAsync("/api/v1/users?q=schm")).Ok().GetProperty("items");
        Assert.Equal(("Anna Schmidt", true, 0), (Text(users[0], "name"), users[0].GetProperty("isInDirectory").GetBoolean(), users[0].GetProperty("devices").GetArrayLength()));
        var computer = (await api.GetAsync("/api/v1/users/ws12$@corp.example?from=now-2h")).Ok();
        Assert.Equal("Windows 11", Text(computer.GetProperty("computer"), "operatingSystem"));
        Assert.Equal("00:50:56:00:00:07", Text(computer.GetProperty("sessions")[0], "device"));
    }

    [Fact]
    public async Task Members_of_a_directory_group_come_page_by_page()
    {
        await using var api = await FilledAsync();
        var first = (await api.GetAsync("/api/v1/directory/groups/Nurses?limit=1")).Ok();
        Assert.Equal((2, "aschmidt@corp.example"), (first.GetProperty("accountCount").GetInt32(), first.GetProperty("accounts")[0].GetString()));
        var second = (await api.GetAsync("/api/v1/directory/groups/Nurses?limit=1&cursor=" + Uri.EscapeDataString(Text(first, "next")!))).Ok();
        Assert.Equal("bob@corp.example", second.GetProperty("accounts")[0].GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    private static async Task<ApiHost> FilledAsync()
    {
        var api = await ApiHost.StartAsync();
        api.Grains.Connectors.Add(new ConnectorDefinition { Id = "ise-main", Kind = "pxgrid" });
        _ = MacAddr.TryParse("00:50:56:00:00:07", out var mac);
        var atMs = Now.AddMinutes(-30).ToUnixTimeMilliseconds();
        var machine = new AccountName(AccountKind.Machine, "ws12", "corp.example");
        await api.LearnAsync(
            true,
            new DeviceDiscovered
            {
                AtMs = atMs,
                ArrivedMs = atMs,
                Source = IdentitySource.IotPlatform,
                Mac = mac,
                Attributes = new Dictionary<string, string> { ["hostname"] = "PUMP-4711" },
            },
            new SecurityGroupNamed { AtMs = atMs, ArrivedMs = atMs, Source = IdentitySource.Catalogue, Name = "Employees", Sgt = 4 },
            new SessionChanged
            {
                AtMs = atMs,
                ArrivedMs = atMs,
                Source = IdentitySource.Session,
                State = SessionState.Started,
                AuditSessionId = "M",
                Mac = mac,
                Addresses = [IpAddr.Parse("10.1.2.7")],
                Machine = machine,
            });
        var directory = Directory(["aschmidt", "bob"], ["Nurses"]);
        api.Read(directory with
        {
            Users = [directory.Users[0] with { DisplayName = "Anna Schmidt" }, directory.Users[1]],
            Computers = [new DirectoryComputer { Id = Guid.NewGuid(), Account = machine, HostName = "ws12.corp.example", OperatingSystem = "Windows 11" }],
        });
        return api;
    }

    private static DirectoryUpdate Directory(string[] users, string[] groups)
    {
        DirectoryUser[] people = [.. users.Select(name => new DirectoryUser { Id = Guid.NewGuid(), Account = new(AccountKind.Person, name, "corp.example") })];
        return new DirectoryUpdate
        {
            Directory = "corp.example",
            At = Now,
            Users = people,
            Groups = [.. groups.Select(name => new DirectoryGroup { Id = Guid.NewGuid(), Name = name, Members = [.. people.Select(one => one.Id).Take(10)] })],
        };
    }

    private static async Task<IReadOnlyList<(string? Kind, string? Id, string? Title)>> FindAsync(ApiHost api, string text) =>
    [
        .. (await api.GetAsync("/api/v1/search?q=" + Uri.EscapeDataString(text))).Ok().GetProperty("items").EnumerateArray()
            .Select(hit => (Text(hit, "kind"), Text(hit, "id"), Text(hit, "title"))),
    ];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
