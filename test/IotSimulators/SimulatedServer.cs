using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Clarion.Simulators.PxGrid;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Clarion.IotSimulators;

/// <summary>An HTTPS server with a certificate of its own authority, and bad habits on request. What it serves is its heirs' business.</summary>
/// <param name="time">The clock by which its certificates are valid; that of the system when left out.</param>
public abstract class SimulatedServer(TimeProvider? time = null) : IAsyncDisposable
{
    private WebApplication? _host;
    private int _calls;
    private int _pages;

    /// <summary>Its certificate authority.</summary>
    public SimulatorPki Pki { get; } = new(time);

    /// <summary>Its bad habits.</summary>
    public SimulatedHabits Habits { get; } = new();

    /// <summary>Its port.</summary>
    public int Port { get; private set; }

    /// <summary>Its address, without a path.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{Port}");

    /// <summary>Calls of the API so far, those that failed too; calls of the token endpoint not.</summary>
    public int Calls => _calls;

    /// <summary>Starts it.</summary>
    /// <param name="port">Port; 0 = a free one.</param>
    /// <param name="kind">Its certificate.</param>
    public async Task StartAsync(int port = 0, ServerCertificateKind kind = ServerCertificateKind.Good)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, port, listen => listen.UseHttps(https => https.ServerCertificate = Pki.Server(kind))));
        _host = builder.Build();
        Map(_host);
        await _host.StartAsync();
        Port = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _host.StopAsync(now.Token);
            await _host.DisposeAsync();
        }

        Pki.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Its paths.</summary>
    protected abstract void Map(WebApplication host);

    /// <summary>True when the call carries the right credentials.</summary>
    protected abstract bool IsSignedIn(HttpRequest request);

    /// <summary>Answers a call of the API: bad habits first, then the credentials, then what <paramref name="serve"/> gives.</summary>
    protected async Task AnswerAsync(HttpContext context, Func<JsonNode?, (int Status, JsonNode Body)> serve)
    {
        Interlocked.Increment(ref _calls);
        if (Habits.Delay > TimeSpan.Zero)
        {
            await Task.Delay(Habits.Delay, context.RequestAborted);
        }

        var response = context.Response;
        if (Habits.Throttle())
        {
            response.Headers.RetryAfter = Habits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(response, 429, new JsonObject { ["detail"] = "Rate limit exceeded" });
        }
        else if (Habits.Break())
        {
            await WriteAsync(response, 503, new JsonObject { ["detail"] = "Service Unavailable" });
        }
        else if (Habits.Redirect())
        {
            response.StatusCode = 302;
            response.Headers.Location = Address + "/elsewhere";
        }
        else if (Habits.ShowWebPage())
        {
            response.ContentType = "text/html";
            await response.WriteAsync("<!DOCTYPE html><html><body>Sign in</body></html>");
        }
        else if (Habits.Refuse() || !IsSignedIn(context.Request))
        {
            // Some servers show what they were sent.
            await WriteAsync(response, 401, new JsonObject { ["detail"] = "Not accepted: " + context.Request.Headers.Authorization });
        }
        else
        {
            var asked = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
            Habits.BeforePage?.Invoke(_pages);
            _pages++;
            var (status, body) = serve(asked);
            await WriteAsync(response, status, body);
        }
    }

    private async Task WriteAsync(HttpResponse response, int status, JsonNode body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        if (status == 200 && Habits.Cut())
        {
            await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await response.Body.FlushAsync();
            response.HttpContext.Abort();
            return;
        }

        await response.Body.WriteAsync(bytes);
    }
}
