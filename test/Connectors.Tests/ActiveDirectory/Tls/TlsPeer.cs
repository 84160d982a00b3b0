using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.ActiveDirectory;

namespace Clarion.Connectors.Tests.ActiveDirectory.Tls;

/// <summary>Accepts connections and shows a certificate, or says something else, or nothing at all.</summary>
internal sealed class TlsPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2? _certificate;
    private readonly byte[]? _words;
    private readonly Task _accepting;

    public TlsPeer(X509Certificate2? certificate = null, byte[]? words = null)
    {
        (_certificate, _words) = (certificate, words);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public DirectoryHost Host => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        _certificate?.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                open.Add(client);
                if (_words is not null)
                {
                    await client.GetStream().WriteAsync(_words, _end.Token);
                    client.Close();
                }
                else if (_certificate is not null)
                {
                    using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token)
                        .ContinueWith(static t => t.Exception, TaskScheduler.Default);
                }
            }
        }
        catch (OperationCanceledException)
        {
            open.ForEach(c => c.Dispose());
        }
    }
}
