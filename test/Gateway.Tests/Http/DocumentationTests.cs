using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Clarion.Gateway.Tests.Http;

public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Every_route_is_in_the_openapi_document_and_in_the_handbook()
    {
        await using var api = await ApiHost.StartAsync();
        var paths = (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("paths").EnumerateObject().ToList();
        Assert.True(paths.Count > 20, "The document has lost routes.");
        var handbook = await File.ReadAllTextAsync(HandbookPath(), TestContext.Current.CancellationToken);
        Assert.All(paths, path => Assert.Contains(path.Name, handbook, StringComparison.Ordinal));
        foreach (var operation in paths.SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            if (operation.Value.TryGetProperty("parameters", out var parameters))
            {
                Assert.All(parameters.EnumerateArray().ToList(), parameter =>
                {
                    Assert.NotEmpty(parameter.GetProperty("description").GetString()!);
                    Assert.True(parameter.TryGetProperty("example", out _), parameter.GetRawText());
                });
            }

            if (operation.Name == "get")
            {
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty("200", out var ok), operation.Value.GetRawText());
                Assert.All(ok.GetProperty("content").EnumerateObject().ToList(), content => Assert.True(content.Value.TryGetProperty("schema", out _)));
            }
        }
    }

    private static string HandbookPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Clarion.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory.FullName, "docs", "api.md");
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
