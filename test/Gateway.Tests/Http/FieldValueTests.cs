using System.Net;
using System.Text.Json;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

public sealed class FieldValueTests
{
    [Fact]
    public async Task Values_are_the_largest_with_their_names_and_configured_groups_follow()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Names:17", "Cameras"), ("Clarion:Groups:Names:23", "Printers"));
        var answer = (await api.GetAsync("/api/v1/fields/SRC.SGT/values?from=now-24h")).Ok();
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        Assert.Equal(
            """[{"value":17,"name":"Cameras","bytes":2000,"flows":10},{"value":23,"name":"Printers","bytes":0,"flows":0}]""",
            answer.GetProperty("items").GetRawText());
        Assert.Equal((20, TimeSpan.FromHours(24)), (api.Store.Summary!.Limit, api.Store.Range.To - api.Store.Range.From));
        Assert.Equal(["src.sgt"], api.Store.Summary.By);
        Assert.Null(api.Store.Summary.Filter);
    }

    [Theory]
    [InlineData("1", "17")]
    [InlineData("cam", "17")]
    [InlineData("PRI", "23")]
    [InlineData("x", "")]
    public async Task A_prefix_is_of_the_text_or_the_name(string prefix, string expected)
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Names:17", "Cameras"), ("Clarion:Groups:Names:23", "Printers"));
        var items = (await api.GetAsync("/api/v1/fields/dst.sgt/values?prefix=" + prefix)).Ok().GetProperty("items");
        Assert.Equal(expected, string.Join(',', items.EnumerateArray().Select(item => item.GetProperty("value").GetRawText())));
        Assert.Equal(1000, api.Store.Summary!.Limit);
    }

    [Fact]
    public async Task Ports_and_protocols_have_their_usual_names_and_the_limit_holds()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Groups.Clear();
        api.Store.Groups.AddRange([new SummaryRow([443L], FakeStore.Measures), new SummaryRow([44444L], FakeStore.Measures), new SummaryRow([445L], FakeStore.Measures)]);
        var items = (await api.GetAsync("/api/v1/fields/dst.port/values?prefix=44&limit=2")).Ok().GetProperty("items");
        Assert.Equal("""[{"value":443,"name":"https","bytes":2000,"flows":10},{"value":44444,"name":null,"bytes":2000,"flows":10}]""", items.GetRawText());
        items = (await api.GetAsync("/api/v1/fields/dst.port/values?prefix=sm")).Ok().GetProperty("items");
        Assert.Equal(445, Assert.Single(items.EnumerateArray().ToList()).GetProperty("value").GetInt32());
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("bytes")]
    [InlineData("ip")]
    public async Task Only_dimensions_have_values(string field)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.GetAsync($"/api/v1/fields/{field}/values")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal("name", problem.GetProperty("parameter").GetString());
    }
}
