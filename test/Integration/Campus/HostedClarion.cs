using System.Net.Http.Json;
using System.Text.Json;
using Clarion.Silo.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Clarion.Integration.Campus;

/// <summary>The product in this process, so that it can live by another clock; asked by HTTP like any other.</summary>
internal sealed class HostedClarion : IAsyncDisposable
{
    private static readonly SocketsHttpHandler Handler = new();

    private readonly WebApplication _app;

    private HostedClarion(WebApplication app) => _app = app;

    public HttpClient Http { get; } = new(Handler, disposeHandler: false) { Timeout = TimeSpan.FromMinutes(2) };

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it on free ports; returns when it is ready.</summary>
    public static async Task<HostedClarion> StartAsync(string data, TimeProvider time, params string[] settings)
    {
        var app = ClarionHost.Build(
            [
                "--roles", "silo,gateway", $"--Clarion:DataDirectory={data}", "--Clarion:Http:Urls=http://127.0.0.1:0", "--Clarion:Collector:NetFlowPort=0",
                "--Clarion:Collector:IpfixPort=0",

                // Orleans takes a clock that is put forward for timers that are late.
                "--Logging:LogLevel:Orleans=Error", .. settings.Select(setting => "--Clarion:" + setting),
            ],
            time);
        var clarion = new HostedClarion(app);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            clarion.Http.BaseAddress = new Uri(app.Urls.First());
            return clarion;
        }
        catch
        {
            clarion.Http.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads JSON from a path of the API.</summary>
    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
