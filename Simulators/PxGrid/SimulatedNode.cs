using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Clarion.Simulators.PxGrid;

/// <summary>One node of the simulated ISE: control, services and pubsub on one port.</summary>
public sealed class SimulatedNode
{
    private readonly SimulatedIse _ise;
    private readonly ConcurrentDictionary<SimulatedConnection, bool> _connections = new();
    private WebApplication? _host;

    internal SimulatedNode(SimulatedIse ise, int number) => (_ise, Number) = (ise, number);

    /// <summary>Number, from 0.</summary>
    public int Number { get; }

    /// <summary>Its port; kept when it is killed and revived.</summary>
    public int Port { get; private set; }

    /// <summary>Name of its services.</summary>
    public string ServiceName => $"~ise-mnt-ise{Number + 1}";

    /// <summary>Name of its pubsub service.</summary>
    public string PubsubName => $"~ise-pubsub-ise{Number + 1}";

    /// <summary>Clients at its pubsub service.</summary>
    public int Connections => _connections.Count;

    /// <summary>Orderly ends.</summary>
    public int Disconnects { get; internal set; }

    /// <summary>Starts, or starts again.</summary>
    public async Task StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = _ise.Pki.Server(_ise.Options.Certificate);
                https.ClientCertificateMode = _ise.Options.RequireClientCertificate
                    ? ClientCertificateMode.RequireCertificate
                    : ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = IsOurs;
            }));
        });
        _host = builder.Build();
        _host.MapPost("/pxgrid/control/{method}", (HttpContext context, string method) => _ise.Control.HandleAsync(this, context, method));
        _host.MapPost("/pxgrid/ise/{*path}", (HttpContext context, string path) => _ise.Services.HandleAsync(this, context, path));
        _host.MapGet("/pxgrid/ise/pubsub", PubsubAsync);
        await _host.StartAsync();
        Port = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    /// <summary>Dies: connections break, the port is closed.</summary>
    public async Task KillAsync()
    {
        DropClients();
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await host.StopAsync(now.Token);
            await host.DisposeAsync();
        }
    }

    /// <summary>Comes back on its port.</summary>
    public Task ReviveAsync() => StartAsync(Port);

    /// <summary>Breaks the clients' connections.</summary>
    public void DropClients()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Drop();
        }
    }

    /// <summary>Keeps the clients' connections and answers nothing, not even pings.</summary>
    public void FallSilent()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.FallSilent();
        }

        _ise.Faults.MuteNodes[Number] = true;
    }

    internal void Deliver(string topic, byte[] body)
    {
        if (_ise.Faults.MuteNodes.ContainsKey(Number))
        {
            return;
        }

        foreach (var connection in _connections.Keys)
        {
            connection.Deliver(topic, body);
        }
    }

    private async Task PubsubAsync(HttpContext context)
    {
        var client = _ise.Accounts.Peer(context.Request, [PubsubName]);
        if (client is null || !_ise.Accounts.IsEnabled(client))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        // By hand, for a stream that can fall silent (RFC 6455, 4.2.2).
        var key = context.Request.Headers["Sec-WebSocket-Key"].ToString();
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
#pragma warning disable CA5350 // The hash of the WebSocket handshake is SHA-1 by its standard.
        context.Response.Headers["Sec-WebSocket-Accept"] =
            Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await using var stream = new PausableStream(await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync());
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            KeepAliveInterval = _ise.Options.Ping,
            KeepAliveTimeout = _ise.Options.Ping,
        });
        using var connection = new SimulatedConnection(socket, stream, context.Abort, _ise, this);
        _connections[connection] = true;
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private bool IsOurs(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        using var ours = new X509Chain();
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.Add(_ise.Pki.Authority());
        return ours.Build(certificate);
    }
}
