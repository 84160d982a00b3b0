using System.Text.Json;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Tests.Http;

public sealed class FieldTests
{
    [Fact]
    public async Task Fields_are_listed_whole_with_how_they_are_written()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = (await api.GetAsync("/api/v1/fields")).Ok();
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        var fields = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(FilterFields.All.Select(field => field.Name), fields.Select(Name));
        Assert.All(fields, field => Assert.Equal("name,kind,scopes,dimension,meaning,comparisons,names,example", Answer.Names(field)));
        var port = fields.Single(field => Name(field) == "dst.port");
        Assert.Equal(("port", true), (port.GetProperty("kind").GetString()!, port.GetProperty("dimension").GetBoolean()));
        Assert.Equal("""["flows","conversations"]""", port.GetProperty("scopes").GetRawText());
        Assert.Equal(["=", "!=", "<", "<=", ">", ">=", "in", "not in"], Strings(port, "comparisons"));
        Assert.Empty(Strings(port, "names"));
        Assert.Equal(["unknown", "ingress", "egress"], Strings(fields.Single(field => Name(field) == "direction"), "names"));
        Assert.Equal(["=", "!=", "in", "not in", "contains"], Strings(fields.Single(field => Name(field) == "user"), "comparisons"));
    }

    [Theory]
    [InlineData("flows", FilterScopes.Flow)]
    [InlineData("Conversations", FilterScopes.Conversation)]
    [InlineData("devices", FilterScopes.Device)]
    public async Task A_scope_has_its_fields_only(string scope, FilterScopes expected)
    {
        await using var api = await ApiHost.StartAsync();
        var fields = (await api.GetAsync("/api/v1/fields?scope=" + scope)).Ok().GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(FilterFields.For(expected).Select(field => field.Name), fields.Select(Name));
        Assert.All(fields, field => Assert.Contains(scope.ToLowerInvariant(), Strings(field, "scopes")));
    }

    [Fact]
    public async Task Every_example_is_a_filter_with_its_field()
    {
        await using var api = await ApiHost.StartAsync();
        var fields = (await api.GetAsync("/api/v1/fields")).Ok().GetProperty("items").EnumerateArray().ToList();
        Assert.All(fields, field => Assert.Equal(
            Name(field), Assert.IsType<ComparisonExpression>(FilterParser.Parse(field.GetProperty("example").GetString()!)).Field));
    }

    private static string Name(JsonElement field) => field.GetProperty("name").GetString()!;

    private static List<string> Strings(JsonElement field, string property) =>
        [.. field.GetProperty(property).EnumerateArray().Select(value => value.GetString()!)];
}
