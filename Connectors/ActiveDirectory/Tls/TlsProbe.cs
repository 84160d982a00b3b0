using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.ActiveDirectory.Tls;

/// <summary>Connects by TCP and TLS and hangs up, to say exactly what is wrong where the LDAP library only says that the server is unavailable.</summary>
internal static class TlsProbe
{
    /// <summary>Returns when the controller can be talked to safely; gives the words for a test.</summary>
    /// <exception cref="DirectoryException">It cannot; the message says why and what to do.</exception>
    public static async Task<string> CheckAsync(
        DirectoryHost server, Trust trust, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var connected = false;
        string? reason = null;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Name, server.Port, both.Token).ConfigureAwait(false);
            connected = true;
            using var network = new NetworkStream(socket);
            using var tls = new SslStream(network);
            var believed = new CertificateTrust(trust.Authorities, "the domain", "CaFile or CaFolder");
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = server.Name,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    (reason = CertificateJudge.Judge(server.Name, certificate, chain, errors, believed, time)) is null,
            };
            await tls.AuthenticateAsClientAsync(options, both.Token).ConfigureAwait(false);
            return $"{server} answers by {tls.SslProtocol}, certificate of '{PeerText.Line(tls.RemoteCertificate?.Subject)}'.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var words = connected ? "accepts connections and then says nothing" : "does not answer";
            throw new DirectoryException(
                connected ? DirectoryProblem.Timeout : DirectoryProblem.Unreachable,
                string.Create(CultureInfo.InvariantCulture, $"{server} {words} (waited {limit.TotalSeconds:0.#} s); check the port, firewalls and the controller."));
        }
        catch (SocketException fault)
        {
            throw new DirectoryException(
                DirectoryProblem.Unreachable,
                fault.SocketErrorCode switch
                {
                    SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"The name {server.Name} is not known; check Servers and DNS.",
                    SocketError.ConnectionRefused => $"{server} refuses connections; is LDAPS on (the controller needs a certificate), is the port right?",
                    _ => $"{server} cannot be reached: {PeerText.Line(fault.Message)}",
                },
                fault);
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            throw new DirectoryException(
                DirectoryProblem.Tls,
                reason ?? $"{server} does not speak TLS, or ends it at once; LDAPS is port 636 (389 is without TLS), and the controller needs a certificate.",
                fault);
        }
    }
}
