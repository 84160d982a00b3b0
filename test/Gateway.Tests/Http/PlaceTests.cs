using System.Net;
using System.Text;

namespace Clarion.Gateway.Tests.Http;

public sealed class PlaceTests
{
    private const string Campus = """{"items":[{"id":"b","name":"Building","type":"BUILDING","parent":"c"},{"id":"c","name":"Campus","type":"CAMPUS"}]}""";

    private const string Subnets = "CIDR,name,location,vlan,purpose\r\n10.1.0.0/16,\"Users, wired\",b,10,USER\r\n\r\n10.1.2.0/24,Cameras,c,,IOT\r\n";

    [Fact]
    public async Task Places_are_imported_listed_page_by_page_and_deleted()
    {
        await using var api = await ApiHost.StartAsync();
        await FillAsync(api);
        var first = (await api.GetAsync("/api/v1/locations?limit=1")).Ok();
        Assert.Equal("c", first.GetProperty("items")[0].GetProperty("location").GetProperty("id").GetString());
        var second = (await api.GetAsync("/api/v1/locations?limit=1&cursor=" + first.GetProperty("next").GetString())).Ok();
        Assert.Equal(["Campus", "Building"], second.GetProperty("items")[0].GetProperty("path").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);

        var cameras = (await api.GetAsync("/api/v1/subnets/10.1.2.0/24")).Ok();
        Assert.Equal("10.1.0.0/16", cameras.GetProperty("within").GetString());
        Assert.Equal("Cameras", (await api.GetAsync("/api/v1/subnets?find=iot")).Ok().GetProperty("items")[0].GetProperty("subnet").GetProperty("name").GetString());

        (await SendAsync(api, HttpMethod.Delete, "/api/v1/locations/c", "", "application/json")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(api, HttpMethod.Delete, "/api/v1/subnets/10.1.2.0/24", "", "application/json")).Status);
        (await api.GetAsync("/api/v1/subnets/10.1.2.0/24")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_refused_ones_too()
    {
        await using var api = await ApiHost.StartAsync();
        await FillAsync(api);
        await SendAsync(api, HttpMethod.Put, "/api/v1/subnets/10.9.0.0/16", """{"name":"Lab","location":"b"}""", "application/json");
        await SendAsync(api, HttpMethod.Delete, "/api/v1/locations/c", "", "application/json");
        var entries = (await api.GetAsync("/api/v1/audit?from=2026-01-01T00:00:00Z&to=2099-01-01T00:00:00Z")).Ok().GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["location.delete c False", "subnet.save 10.9.0.0/16 True", "subnet.import  True", "location.import  True"],
            entries.Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("subject").GetString()} {entry.GetProperty("succeeded").GetBoolean()}"));
        Assert.Equal("""{"cidr":"10.9.0.0/16","name":"Lab","location":"b"}""", entries[1].GetProperty("detail").GetString());
        Assert.Equal("2 added, 0 replaced", entries[3].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_smallest_subnet_is_context_of_addresses_and_found_by_search()
    {
        await using var api = await ApiHost.StartAsync();
        await FillAsync(api);
        var address = (await api.GetAsync("/api/v1/addresses/10.1.9.9")).Ok().GetProperty("identity").GetProperty("subnet");
        Assert.Equal(
            """{"cidr":"10.1.0.0/16","name":"Users, wired","location":"b","path":"Campus/Building","purpose":"USER","vlan":10}""", address.GetRawText());
        var flow = (await api.PostAsync("/api/v1/identity/correlate", """{"items":[{"source":"10.1.2.7","destination":"8.8.8.8","protocol":6}]}""")).Ok()
            .GetProperty("items")[0];
        Assert.Equal("Cameras", flow.GetProperty("source").GetProperty("subnet").GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, flow.GetProperty("destination").GetProperty("subnet").ValueKind);
        var resolved = (await api.PostAsync("/api/v1/identity/resolve", """{"items":[{"address":"10.1.2.7"}]}""")).Ok();
        Assert.Equal("10.1.2.0/24", resolved.GetProperty("items")[0].GetProperty("identity").GetProperty("subnet").GetProperty("cidr").GetString());
        var hits = (await api.GetAsync("/api/v1/search?q=buil")).Ok().GetProperty("items").EnumerateArray().Select(hit => hit.GetProperty("kind").GetString());
        Assert.Contains("location", hits);
        Assert.Contains("subnet", (await api.GetAsync("/api/v1/search?q=camer")).Ok().GetProperty("items").EnumerateArray().Select(hit => hit.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task An_import_can_leave_alone_what_is_there()
    {
        await using var api = await ApiHost.StartAsync();
        await FillAsync(api);
        const string Path = "/api/v1/subnets/import?existing=keep";
        const string Rows = "cidr,name\n10.1.2.0/24,Other\n10.7.0.0/16,New\n";
        Assert.Equal("""{"added":1,"replaced":0}""", (await SendAsync(api, HttpMethod.Post, Path, Rows, "text/csv")).Ok().GetRawText());
        Assert.Equal("""{"added":0,"replaced":0}""", (await SendAsync(api, HttpMethod.Post, Path, Rows, "text/csv")).Ok().GetRawText());
        Assert.Equal("Cameras", (await api.GetAsync("/api/v1/subnets/10.1.2.0/24")).Ok().GetProperty("subnet").GetProperty("name").GetString());
        Assert.Equal("New", (await api.GetAsync("/api/v1/subnets/10.7.0.0/16")).Ok().GetProperty("subnet").GetProperty("name").GetString());
        Assert.Equal("""{"added":0,"replaced":0}""", (await api.PostAsync("/api/v1/locations/import?existing=keep", Campus)).Ok().GetRawText());
        (await SendAsync(api, HttpMethod.Post, "/api/v1/subnets/import?existing=maybe", Rows, "text/csv")).Problem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("cidr,name\n10.1.0.0/16,a\n10.1.2.3/24,b\n", 3, "cidr")]
    [InlineData("cidr,name,vlan\n\"10.1.0.0/16\",\"a\nb\",1\n10.3.0.0/16,c,x\n", 4, "vlan")]
    [InlineData("cidr,name,location\n10.1.0.0/16,a,nowhere\n", 2, "location")]
    [InlineData("cidr,name\n10.1.0.0/16,a\n10.1.0.0/16,b\n", 3, "cidr")]
    [InlineData("cidr,colour\n10.1.0.0/16,red\n", 1, "colour")]
    [InlineData("cidr,name\n10.1.0.0/16\n", 2, "")]
    public async Task A_row_that_cannot_be_used_is_named_and_nothing_is_kept(string csv, int row, string field)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await SendAsync(api, HttpMethod.Post, "/api/v1/subnets/import", csv, "text/csv")).Problem(HttpStatusCode.BadRequest);
        var fault = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((row, field), (fault.GetProperty("row").GetInt32(), fault.GetProperty("field").GetString()));
        Assert.Equal(0, (await api.GetAsync("/api/v1/subnets")).Ok().GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"items":[{"id":"a","name":"A","type":"CAMPUS","parent":"b"},{"id":"b","name":"B","type":"CAMPUS","parent":"a"}]}""", 2)]
    [InlineData("""{"items":[{"id":"a","name":"A","type":"ROOM"},{"id":"b","name":"B","type":"ROOM","parent":"zz"}]}""", 1)]
    public async Task Circles_and_unknown_parents_are_told(string json, int faults)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.PostAsync("/api/v1/locations/import", json)).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(faults, problem.GetProperty("errors").GetArrayLength());
        Assert.All(problem.GetProperty("errors").EnumerateArray(), fault => Assert.Equal("parent", fault.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("\"open", "text/csv")]
    [InlineData("", "text/csv")]
    [InlineData("cidr,name\n", "text/csv")]
    [InlineData("{", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("""{"items":[null]}""", "application/json")]
    [InlineData("""{"items":[]}""", "application/json")]
    [InlineData("""{"items":null}""", "application/json")]
    [InlineData("""{"items":[{"cidr":null,"name":null}]}""", "application/json")]
    public async Task A_body_that_cannot_be_read_is_the_callers_fault(string body, string type)
    {
        await using var api = await ApiHost.StartAsync();
        (await SendAsync(api, HttpMethod.Post, "/api/v1/subnets/import", body, type)).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_put_must_be_what_the_path_names()
    {
        await using var api = await ApiHost.StartAsync();
        var saved = (await SendAsync(api, HttpMethod.Put, "/api/v1/subnets/fd00:1::/64", """{"name":"Six"}""", "application/json")).Ok();
        Assert.Equal("fd00:1::/64", saved.GetProperty("subnet").GetProperty("cidr").GetString());
        (await SendAsync(api, HttpMethod.Put, "/api/v1/subnets/10.1.2.3/24", """{"name":"x"}""", "application/json")).Problem(HttpStatusCode.BadRequest);
        (await SendAsync(api, HttpMethod.Put, "/api/v1/locations/a", """{"id":"b","name":"x","type":"ROOM"}""", "application/json")).Problem(HttpStatusCode.BadRequest);
        (await SendAsync(api, HttpMethod.Post, "/api/v1/subnets/import", "cidr,name\n10.0.0.0/8,x", "text/plain")).Problem(HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task FillAsync(ApiHost api)
    {
        Assert.Equal("""{"added":2,"replaced":0}""", (await api.PostAsync("/api/v1/locations/import", Campus)).Ok().GetRawText());
        Assert.Equal("""{"added":2,"replaced":0}""", (await SendAsync(api, HttpMethod.Post, "/api/v1/subnets/import", Subnets, "text/csv")).Ok().GetRawText());
    }

    private static async Task<Answer> SendAsync(ApiHost api, HttpMethod method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, type) };
        return await api.SendAsync(request);
    }
}
