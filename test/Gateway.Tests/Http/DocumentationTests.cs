using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Gateway.Tests.Http;

public sealed partial class DocumentationTests
{
    [Fact]
    public async Task The_openapi_document_describes_every_route()
    {
        await using var api = await ApiHost.StartAsync();
        var paths = (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("paths");
        Assert.Equal(
            [
                "/api/v1/addresses/{ip}", "/api/v1/devices", "/api/v1/devices/{mac}", "/api/v1/devices/{mac}/peers", "/api/v1/exporters",
                "/api/v1/exporters/{address}/{domainId}", "/api/v1/fields", "/api/v1/flows", "/api/v1/flows/summary", "/api/v1/matrix", "/api/v1/matrix/cells",
                "/api/v1/matrix/{source}/{destination}", "/api/v1/overview", "/api/v1/storage", "/api/v1/switches", "/api/v1/switches/{id}", "/healthz", "/readyz",
            ],
            paths.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var operation in paths.EnumerateObject().Select(p => p.Value.GetProperty("get")))
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.True(operation.GetProperty("responses").TryGetProperty("200", out var ok), operation.GetRawText());
            Assert.True(ok.GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _));
            if (operation.TryGetProperty("parameters", out var parameters))
            {
                Assert.All(parameters.EnumerateArray().ToList(), parameter =>
                {
                    Assert.NotEmpty(parameter.GetProperty("description").GetString()!);
                    Assert.True(parameter.TryGetProperty("example", out _), parameter.GetRawText());
                });
            }
        }
    }

    [Fact]
    public async Task Schemas_carry_the_descriptions_of_their_fields()
    {
        await using var api = await ApiHost.StartAsync();
        var document = (await api.GetAsync("/openapi/v1.json")).Ok();
        var exporter = document.GetProperty("components").GetProperty("schemas").GetProperty("ExporterModel").GetProperty("properties");
        Assert.Contains("by sequence numbers", exporter.GetProperty("lostUnits").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("integer", exporter.GetProperty("records").GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        await using var api = await ApiHost.StartAsync();
        var page = await api.GetAsync("/reference/");
        Assert.Equal("text/html", page.MediaType);
        Assert.All(Sources().Matches(page.Text).Select(m => m.Groups["url"].Value), source => Assert.DoesNotContain("//", source, StringComparison.Ordinal));
        Assert.All(Scripts().Matches(page.Text).Select(m => m.Value), script => Assert.Contains("nonce=", script, StringComparison.Ordinal));
        var policy = page.Header("Content-Security-Policy");
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        foreach (var source in Sources().Matches(page.Text).Select(m => m.Groups["url"].Value).Where(s => s.EndsWith(".js", StringComparison.Ordinal)))
        {
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(new Uri(new Uri(api.Address, "/reference/"), source).PathAndQuery)).Status);
        }
    }

    [Fact]
    public async Task Alive_is_not_ready()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal("healthy", (await api.GetAsync("/readyz")).Ok().GetProperty("status").GetString());
        api.Ready = HealthStatus.Degraded;
        Assert.Equal("degraded", (await api.GetAsync("/readyz")).Ok().GetProperty("status").GetString());
        api.Ready = HealthStatus.Unhealthy;
        var answer = await api.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("As told.", answer.Json.GetProperty("checks").GetProperty("collector").GetProperty("description").GetString());
        Assert.Equal(JsonValueKind.String, (await api.GetAsync("/healthz")).Ok().GetProperty("status").ValueKind);
    }

    [GeneratedRegex("""(src|href)=["'](?<url>[^"']+)["']""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sources();

    [GeneratedRegex("<script[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scripts();
}
