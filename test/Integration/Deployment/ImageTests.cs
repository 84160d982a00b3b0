using System.Globalization;
using System.Net;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Http;
using Clarion.Integration.Structure;
using Clarion.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Clarion.Integration.Deployment;

/// <summary><c>docker/Dockerfile</c> and its health check.</summary>
public sealed class ImageTests
{
    [Fact]
    public void It_starts_the_host_with_settings_that_exist()
    {
        Assert.Equal(["dotnet", "/app/Clarion.Silo.dll"], Image.EntryPoint);
        Assert.Equal(Image.EntryPoint, Image.HealthCheck.Take(2));
        Assert.All(Image.Environment.Keys.Where(name => name.StartsWith("Clarion", StringComparison.Ordinal)), name => Assert.True(OptionRecords.Binds(name), name));
        Assert.Equal("$APP_UID", Image.User);
    }

    [Fact]
    public void It_names_the_ports_that_are_listened_on_by_default()
    {
        var collector = new CollectorOptions();
        Assert.Equal(
            [
                "8080/tcp", string.Create(CultureInfo.InvariantCulture, $"{collector.NetFlowPort}/udp"),
                string.Create(CultureInfo.InvariantCulture, $"{collector.IpfixPort}/udp"), "11111/tcp", "30000/tcp",
            ],
            Image.Ports);
        Assert.Equal([8080], new HttpOptions { Urls = Image.Environment["Clarion__Http__Urls"] }.ListenUrls().Select(url => int.Parse(url.AsSpan(url.LastIndexOf(':') + 1), CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, 0)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, 1)]
    [InlineData(StatusCodes.Status302Found, 1)]
    public async Task A_probe_says_what_the_process_answers(int status, int expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapGet("/readyz", () => TypedResults.StatusCode(status));
        await app.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, await ClarionHost.RunAsync(["--probe", app.Urls.Single() + "/readyz"]));
    }

    [Theory]
    [InlineData(1, "http://127.0.0.1:1/readyz")]
    [InlineData(2)]
    [InlineData(2, "readyz")]
    [InlineData(2, "http://localhost:8080/readyz", "more")]
    public async Task A_probe_that_reaches_nobody_or_names_no_address_fails(int expected, params string[] addresses) =>
        Assert.Equal(expected, await ClarionHost.RunAsync(["--probe", .. addresses]));
}
