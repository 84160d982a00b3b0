using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Events;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Tests.Delivery;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Grains.Tests.Store;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Tests.Http;

/// <summary>The API on a real server and a free port, over grains and a store that a test fills.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private const int Partitions = 2;

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly InMemoryIdentityLog _log;

    private ApiHost(WebApplication app, FakeGrains grains, FakeStore store, InMemoryExporterStore exporters, InMemoryIdentityLog log, Uri address)
    {
        (_app, Grains, Store, Exporters, _log, Address) = (app, grains, store, exporters, log, address);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public FakeGrains Grains { get; }

    public FakeStore Store { get; }

    public InMemoryExporterStore Exporters { get; }

    public Uri Address { get; }

    public InMemoryAuditLog Audit { get; } = new();

    public InMemoryAccessLog Access { get; } = new();

    public InMemoryReportedGroups Groups { get; } = new();

    public InMemoryTrustSecStore TrustSec { get; } = new();

    public InMemoryLegacyStore Legacy { get; } = new();

    public FakeQueue Queue { get; } = new(Partitions);

    public HealthStatus Ready { get; set; } = HealthStatus.Healthy;

    /// <summary>Starts with settings as an operator would give them.</summary>
    public static async Task<ApiHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var (grains, store, exporters, log) = (new FakeGrains(), new FakeStore(), new InMemoryExporterStore(), new InMemoryIdentityLog());
        Campus.Fill(grains);
        ApiHost? host = null;
        builder.Services.AddSingleton<IGrainFactory>(grains);
        builder.Services.AddSingleton<IFlowQueries>(store);
        builder.Services.AddSingleton<IFlowStore>(store);
        builder.Services.AddSingleton<IExporterStore>(exporters);
        builder.Services.AddSingleton<IStoreMaintenance>(store);
        builder.Services.AddSingleton<IIdentityLog>(log);
        builder.Services.AddSingleton<IPlaceStore>(grains.Places);
        builder.Services.AddSingleton(AddressSpaces.Default);
        builder.Services.AddSingleton(new GroupLookups((_, _) => [], groups => groups.Contains("Nurses") ? (ushort)17 : (ushort)0));
        builder.Services.AddSingleton<CurrentDirectory>();
        builder.Services.AddSingleton(new IdentityIndexOptions());
        builder.Services.AddSingleton<IdentityIndex>();
        builder.Services.AddSingleton(new ConnectorKinds([]));
        builder.Services.AddSingleton<ISecretSeal, FakeSeal>();
        builder.Services.AddSingleton<IAuditLog>(_ => host!.Audit);
        builder.Services.AddSingleton<IAccessLog>(_ => host!.Access);
        builder.Services.AddSingleton<IReportedGroupStore>(_ => host!.Groups);
        builder.Services.AddSingleton<ITrustSecStore>(_ => host!.TrustSec);
        builder.Services.AddSingleton<ILegacyStore>(_ => host!.Legacy);
        builder.Services.AddSingleton<TimeProvider>(new StoppedClock());
        builder.Services.AddSingleton<IDeltaQueue>(_ => host!.Queue);
        builder.Services.Configure<DeliveryOptions>(delivery => delivery.Partitions = Partitions);
        builder.Services.AddSingleton<FilterReader>(Read);
        builder.Services.AddClarionApi(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck("collector", () => new HealthCheckResult(host!.Ready, "As told."), [ClarionApi.ReadyTag]);
        var app = builder.Build();
        app.UseClarionWeb();
        app.UseClarionApi();
        app.MapClarionApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return host = new ApiHost(app, grains, store, exporters, log, new Uri(address));
    }

    /// <summary>Logs facts about identity and tells them to the index, unless it has forgotten them again.</summary>
    public async Task LearnAsync(bool isRemembered, params IdentityEvent[] facts)
    {
        await _log.AppendAsync(facts, TestContext.Current.CancellationToken);
        if (isRemembered)
        {
            _app.Services.GetRequiredService<IdentityIndex>().Load(facts);
        }
    }

    /// <summary>What the audit log has, the newest first: action, subject, whether it was done, detail.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync()
    {
        var question = new AuditQuestion(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100);
        return [.. (await Audit.ReadAsync(question, TestContext.Current.CancellationToken)).Select(r => $"{r.Entry.Action} {r.Entry.Subject} {r.Entry.Succeeded} {r.Entry.Detail}")];
    }

    /// <summary>What directories hold.</summary>
    public void Read(params DirectoryUpdate[] directories) =>
        _app.Services.GetRequiredService<CurrentDirectory>().Index = new DirectoryIndex(directories, []);

    /// <summary>Posts a body.</summary>
    public async Task<Answer> PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        return await SendAsync(request);
    }

    /// <summary>The answer as it comes, for what is no text.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path) =>
        await _client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        await SendAsync(HttpMethod.Get, path, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    // Stands for the parser, of which the API knows only that it takes text and throws with a position.
    private static FilterExpression Read(string text) => text.Contains("??", StringComparison.Ordinal)
        ? throw new FilterException("Found '??', expected a value.", text.IndexOf("??", StringComparison.Ordinal), 2)
        : new ComparisonExpression("dst.port", FilterOperator.Equal, [text], 0, text.Length);

    /// <summary>Wall time stands still, timers run: answers are exact, and time-outs happen.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Campus.Now;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>Asserts success and gives the JSON.</summary>
    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status}\n{Text}");
        return Json;
    }

    /// <summary>Asserts a problem of this status and gives its JSON.</summary>
    public JsonElement Problem(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status}\n{Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(Json.GetProperty("title").GetString()));
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return Json;
    }

    /// <summary>Names of the properties of an object, in order.</summary>
    public static string Names(JsonElement element) => string.Join(',', element.EnumerateObject().Select(p => p.Name));

    public string Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
