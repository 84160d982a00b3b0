using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>A pubsub client of a few lines that is not ours: what the simulator does must not depend on our client.</summary>
internal sealed class RawPubsub : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private RawPubsub()
    {
    }

    /// <summary>Opens the WebSocket of a node; says nothing yet.</summary>
    public static async Task<RawPubsub> OpenAsync(SimulatedIse ise, SimulatedNode node)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trust(ise) } };
        using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{node.Port}")) };
        http.DefaultRequestHeaders.Authorization = new("Basic", Basic(Harness.NodeName, Harness.Password));
        await AskAsync(http, "AccountActivate", "{}");
        var secret = (await AskAsync(http, "AccessSecret", $$"""{"peerNodeName":"{{node.PubsubName}}"}""")).GetProperty("secret").GetString()!;
        var client = new RawPubsub();
        client._socket.Options.SetRequestHeader("Authorization", "Basic " + Basic(Harness.NodeName, secret));
        await client._socket.ConnectAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"wss://localhost:{node.Port}/pxgrid/ise/pubsub")), http, cancel);
        return client;
    }

    /// <summary>Sends a frame without a body.</summary>
    public Task SendAsync(string command, params string[] headers) => _socket.SendAsync(
        Encoding.UTF8.GetBytes($"{command}\n{string.Concat(headers.Select(header => header + "\n"))}\n\0"), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    /// <summary>The next message; null when the node closes.</summary>
    public async Task<string?> ReadAsync()
    {
        var buffer = new byte[1 << 20];
        var read = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return read.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    public void Dispose() => _socket.Dispose();

    private static async Task<JsonElement> AskAsync(HttpClient http, string method, string json)
    {
        // As ISE has it: no character set.
        using var body = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PostAsync(new Uri("/pxgrid/control/" + method, UriKind.Relative), body, TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static X509ChainPolicy Trust(SimulatedIse ise)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(ise.Pki.CaFile);
        return policy;
    }

    private static string Basic(string name, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));
}
