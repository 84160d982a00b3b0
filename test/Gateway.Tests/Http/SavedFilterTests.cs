using System.Net;
using System.Text;
using Clarion.Grains.Interfaces.Filters;

namespace Clarion.Gateway.Tests.Http;

public sealed class SavedFilterTests
{
    private const string Key = "correct horse battery staple";

    [Fact]
    public async Task A_filter_is_saved_listed_and_deleted()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Security:ApiKeys:noc", Key));
        var saved = (await WriteAsync(api, HttpMethod.Put, "Cameras%20out", """{"q":" src.sgt = 17 ","scope":"Conversations"}""", ("X-Api-Key", Key))).Ok();
        Assert.Equal(
            """{"name":"Cameras out","q":"src.sgt = 17","scope":"conversations","savedBy":"noc","savedAt":"2026-03-01T12:00:00+00:00"}""", saved.GetRawText());
        var list = (await api.GetAsync("/api/v1/filters", ("X-Api-Key", Key))).Ok();
        Assert.Equal($$"""{"items":[{{saved.GetRawText()}}],"next":null}""", list.GetRawText());
        Assert.Equal(HttpStatusCode.NoContent, (await WriteAsync(api, HttpMethod.Delete, "Cameras%20out", null, ("X-Api-Key", Key))).Status);
        (await WriteAsync(api, HttpMethod.Delete, "Cameras%20out", null, ("X-Api-Key", Key))).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log_refused_ones_too()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Security:ApiKeys:noc", Key));
        var key = ("X-Api-Key", Key);
        await WriteAsync(api, HttpMethod.Put, "Cameras", """{"q":"src.sgt = 17"}""", key);
        await WriteAsync(api, HttpMethod.Put, "Cameras", """{"q":"denied","scope":"conversations"}""", key);
        await WriteAsync(api, HttpMethod.Put, "Cameras", """{"q":""}""", key);
        await WriteAsync(api, HttpMethod.Delete, "Cameras", null, key);
        await WriteAsync(api, HttpMethod.Delete, "Cameras", null, key);
        Assert.Equal(
            [
                "filter.delete Cameras False There is no saved filter 'Cameras'.", "filter.delete Cameras True conversations: denied",
                "filter.save Cameras False q is empty; there is nothing to save.", "filter.save Cameras True flows: src.sgt = 17, now conversations: denied",
                "filter.save Cameras True flows: src.sgt = 17",
            ],
            await api.AuditedAsync());
        Assert.Equal("noc", (await api.GetAsync("/api/v1/audit?limit=1&to=now%2B1h", key)).Ok().GetProperty("items")[0].GetProperty("who").GetString());
    }

    [Fact]
    public async Task Without_keys_nobody_is_named_and_flows_are_meant()
    {
        await using var api = await ApiHost.StartAsync();
        var saved = (await WriteAsync(api, HttpMethod.Put, "x", """{"q":"denied"}""")).Ok();
        Assert.Equal("flows", saved.GetProperty("scope").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, saved.GetProperty("savedBy").ValueKind);
    }

    [Theory]
    [InlineData("x", """{"q":"a = ??"}""", "q")]
    [InlineData("x", """{"q":"  "}""", "q")]
    [InlineData("x", """{}""", "q")]
    [InlineData("x", """{"q":"denied","scope":"banana"}""", "scope")]
    [InlineData("%20", """{"q":"denied"}""", "name")]
    [InlineData("1%0A2", """{"q":"denied"}""", "name")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", """{"q":"denied"}""", "name")]
    public async Task What_cannot_be_used_is_not_saved(string name, string body, string parameter)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await WriteAsync(api, HttpMethod.Put, name, body)).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Empty(api.Grains.Filters);
    }

    [Fact]
    public async Task A_fault_of_the_filter_has_its_place()
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await WriteAsync(api, HttpMethod.Put, "x", """{"q":"a = ??"}""")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal((4, 2), (problem.GetProperty("position").GetInt32(), problem.GetProperty("length").GetInt32()));
    }

    [Fact]
    public async Task No_more_than_the_bound_are_kept()
    {
        await using var api = await ApiHost.StartAsync();
        api.Grains.Filters.AddRange(Enumerable.Repeat(new SavedFilter("x", "denied", "flows", "", 0), SavedFilter.MaxFilters));
        (await WriteAsync(api, HttpMethod.Put, "y", """{"q":"denied"}""")).Problem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task What_a_form_of_another_site_can_send_is_refused(string method)
    {
        await using var api = await ApiHost.StartAsync();
        api.Grains.Filters.Add(new SavedFilter("x", "denied", "flows", "", 0));
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/v1/filters/x", UriKind.Relative))
            {
                Content = new StringContent("""{"q":"reverse"}""", Encoding.UTF8, type),
            };
            (await api.SendAsync(request)).Problem(HttpStatusCode.UnsupportedMediaType);
        }

        Assert.Equal("denied", Assert.Single(api.Grains.Filters).Text);
    }

    private static async Task<Answer> WriteAsync(ApiHost api, HttpMethod method, string name, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/filters/" + name, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await api.SendAsync(request);
    }
}
