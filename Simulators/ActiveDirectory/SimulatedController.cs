using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>
/// A domain controller as far as reading it over LDAPS shows it: simple bind, what it says of itself, searches in pages, members in ranges. Read-only, on
/// loopback.
/// </summary>
public sealed class SimulatedController : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2 _certificate;
    private readonly SimulatedDomain _domain;
    private readonly string _password;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts to listen.</summary>
    /// <param name="domain">What it serves.</param>
    /// <param name="password">Password of <see cref="Account"/>.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="port">Port, 0 = any.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public SimulatedController(SimulatedDomain domain, string password, X509Certificate2 certificate, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(domain);
        (_domain, _password, _certificate) = (domain, password, certificate);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>The account that may read.</summary>
    public string Account => "svc-clarion@" + _domain.DnsName;

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _running.ConfigureAwait(false);
        _listener.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                clients.RemoveAll(one => one.IsCompleted);
                clients.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var tls = new SslStream(client.GetStream());
                await using (tls.ConfigureAwait(false))
                {
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token).ConfigureAwait(false);
                    await new DirectoryConnection(tls, _domain, Account, _password).RunAsync(_stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // The client went, or did not trust the certificate; others are served on.
        }
    }
}
