using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Net;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;

namespace Clarion.Connectors.Rest;

/// <summary>Tries each step of connecting to a platform on its own, so that an operator learns which one fails.</summary>
internal sealed class RestTest(Uri server, RestTransport transport, IRestCredentials credentials, RestTimes times, TimeProvider time)
{
    private readonly TestSteps<RestException> _steps = new(time);

    /// <summary>The steps to the first that fails: reach, TLS, sign in; then read a page of each kind and map its first usable record.</summary>
    public async Task<ConnectorTestReport> RunAsync(IReadOnlyList<RestSample> samples, CancellationToken cancellationToken)
    {
        var good = await _steps.TryAsync("Reach the server", ReachAsync, cancellationToken).ConfigureAwait(false)
            && (server.Scheme != "https" || await _steps.TryAsync("Agree on TLS", TlsAsync, cancellationToken).ConfigureAwait(false))
            && await _steps.TryAsync("Sign in", SignInAsync, cancellationToken).ConfigureAwait(false);
        foreach (var sample in samples)
        {
            JsonElement[] records = [];
            good = good && await _steps.TryAsync($"Read a page of {sample.Name}", ReadAsync, cancellationToken).ConfigureAwait(false)
                && await _steps.TryAsync($"Map one of the {sample.Name}", _ => Task.FromResult(Map(sample, records)), cancellationToken).ConfigureAwait(false);

            async Task<string> ReadAsync(CancellationToken cancel)
            {
                var page = await FirstAsync(sample.Source, cancel).ConfigureAwait(false);
                records = [.. page.Records];
                var total = page.Expected is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all}") : "";
                var note = sample.Source.Note.Length > 0 ? $" {sample.Source.Note}." : "";
                return string.Create(CultureInfo.InvariantCulture, $"{records.Length} record(s){total}.{note}");
            }
        }

        return _steps.Report;
    }

    private async Task<string> ReachAsync(CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return $"{socket.RemoteEndPoint} accepts connections.";
    }

    // The HTTP client says only that TLS failed; here the certificate is looked at, and judged, without sending anything.
    private async Task<string> TlsAsync(CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var deadline = new Deadline(times.Connect, time, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await using var tls = new SslStream(stream);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = server.IdnHost,
                RemoteCertificateValidationCallback = transport.Trust.Validate,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            };
            await tls.AuthenticateAsClientAsync(options, deadline.Token).ConfigureAwait(false);
            var end = (tls.RemoteCertificate as X509Certificate2)?.NotAfter.ToUniversalTime();
            return string.Create(CultureInfo.InvariantCulture, $"{tls.SslProtocol}; the certificate is valid to {end:yyyy-MM-dd}.");
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException || (fault is OperationCanceledException && deadline.Passed))
        {
            var reason = transport.Trust.Reason(server.IdnHost);
            throw new RestException(
                RestProblem.Tls,
                reason is not null ? $"TLS: {reason}" : $"TLS with {server.Authority} failed: {fault.InnerException?.Message ?? fault.Message} Is this an https port?",
                fault);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(times.Connect, time, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.IdnHost, server.Port, deadline.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception fault)
        {
            socket.Dispose();
            throw fault switch
            {
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new RestException(
                    RestProblem.Unreachable, $"The name {server.Host} cannot be resolved; check the base address and DNS.", fault),
                SocketException socketFault => new RestException(
                    RestProblem.Unreachable, $"{server.Authority}: {socketFault.Message}. Check the base address, and that firewalls let it through.", fault),
                OperationCanceledException when deadline.Passed => new RestException(
                    RestProblem.Unreachable, $"{server.Authority} does not answer; check the base address, and that firewalls let it through.", fault),
                _ => fault,
            };
        }
    }

    private async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server);
        await credentials.ApplyAsync(request, cancellationToken).ConfigureAwait(false);
        return credentials is OAuthCredentials ? "A token was given." : "There is no sign-in of its own: the first page shows whether the credentials are good.";
    }

    private static async Task<RecordPage> FirstAsync(IRecordSource source, CancellationToken cancellationToken)
    {
        await foreach (var page in source.ReadAsync(new ReadQuery(null, 10), cancellationToken).ConfigureAwait(false))
        {
            return page;
        }

        return new RecordPage([]);
    }

    private string Map(RestSample sample, JsonElement[] records)
    {
        string? reason = null;
        foreach (var record in records)
        {
            var (text, skipped) = sample.Map(record, time.GetUtcNow());
            if (text is not null)
            {
                return text;
            }

            reason ??= skipped;
        }

        return records.Length == 0
            ? "There is none to map; if there should be some, check the account's rights."
            : throw new RestException(RestProblem.Protocol, $"None of {records.Length} record(s) could be used: {reason ?? "no reason given"}");
    }
}
