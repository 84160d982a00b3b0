using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Clarion.Integration.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Clarion.Integration.Deployment;

/// <summary>Metrics of a whole process, asked for and pushed.</summary>
public sealed class MetricsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_demo_has_what_the_dashboard_shows_and_pushes_it_where_the_environment_says()
    {
        var pushed = new ConcurrentQueue<string>();
        await using var collector = await CollectorAsync(pushed);
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            },
            "--demo");
        await Eventually.TrueAsync(async () => await Totals.StoredAsync(clarion) > 0, Deadline, () => clarion.Output);

        var missing = Dashboard.Metrics.Where(name => !name.StartsWith(Dashboard.Broker, StringComparison.Ordinal) && name != Dashboard.FlowSize)
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(missing);
        await Eventually.TrueAsync(
            async () =>
            {
                missing.ExceptWith(Dashboard.Series(await clarion.TextAsync("/metrics")));
                return missing.Count == 0;
            },
            Deadline,
            () => "It has no " + string.Join(", ", missing));
        await Eventually.TrueAsync(
            () => Task.FromResult(pushed.Any(body =>
                new[] { "clarion.collector.flows", "clarion.partitions.lag", "clarion.store.size", "orleans-grains" }.All(name => body.Contains(name, StringComparison.Ordinal)))),
            Deadline,
            () => $"{pushed.Count} pushes, none with all of them.");
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<string> pushed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();

        // Names stand in the message as they are.
        app.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            pushed.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
            return TypedResults.Ok();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
