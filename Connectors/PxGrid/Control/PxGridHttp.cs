using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.PxGrid.Control;

/// <summary>HTTP and TLS to any node of ISE: one pool of connections, one judgement of certificates, faults told in words.</summary>
internal sealed class PxGridHttp : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly X509Certificate2? _certificate;
    private readonly ServerTrust _trust;
    private readonly PxGridTimes _times;

    /// <exception cref="PxGridException">Certificate or CA file cannot be used.</exception>
    public PxGridHttp(PxGridOptions options, TimeProvider time)
    {
        _times = options.Times;
        _trust = Trust(options, time);
        _certificate = ClientCertificate.Load(options, time);
        _handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = options.Times.Connect,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = _trust.Validate,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                ClientCertificateContext = _certificate is null ? null : SslStreamCertificateContext.Create(_certificate, ClientCertificate.Chain(options), offline: true),
            },
        };
        _client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        WebSockets = new HttpMessageInvoker(_handler, disposeHandler: false);
    }

    /// <summary>What WebSockets are opened through.</summary>
    public HttpMessageInvoker WebSockets { get; }

    /// <summary>The Basic header; a certificate's account has an empty password.</summary>
    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>Posts JSON and gives the answer once its headers are there. The caller disposes it.</summary>
    /// <exception cref="PxGridException">No answer.</exception>
    public async Task<HttpResponseMessage> PostAsync(Uri address, AuthenticationHeaderValue? authorization, byte[] json, Deadline deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = authorization;
        request.Headers.ExpectContinue = false;
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            throw Explain(fault, address, deadline) ?? fault;
        }
    }

    /// <summary>Reads a whole answer of bounded length.</summary>
    /// <exception cref="PxGridException">It is too long, cut off, or falls silent.</exception>
    public async Task<byte[]> ReadAsync(HttpResponseMessage answer, int limit, Deadline deadline)
    {
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            var whole = new ArrayBufferWriter<byte>();
            var buffer = new byte[16_384];
            int read;
            while ((read = await stream.ReadAsync(buffer, deadline.Token).ConfigureAwait(false)) > 0)
            {
                deadline.Extend();
                whole.Write(buffer.AsSpan(0, read));
                if (whole.WrittenCount > limit)
                {
                    throw new PxGridException(
                        PxGridProblem.Protocol, string.Create(CultureInfo.InvariantCulture, $"The answer is longer than {limit} bytes."));
                }
            }

            return whole.WrittenSpan.ToArray();
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            throw Explain(fault, answer.RequestMessage!.RequestUri!, deadline) ?? fault;
        }
    }

    /// <summary>The problem behind a failure of the transport, or null when the caller cancelled.</summary>
    public PxGridException? Explain(Exception fault, Uri address, Deadline? deadline)
    {
        var host = address.Authority;
        if (fault is OperationCanceledException && deadline is { Passed: false })
        {
            // The handler's own connect time-out arrives as a cancellation too.
            return fault.InnerException is TimeoutException
                ? new PxGridException(PxGridProblem.Unreachable, Seconds($"{host} does not answer within", _times.Connect), fault)
                : null;
        }

        if (fault is OperationCanceledException)
        {
            return new PxGridException(PxGridProblem.Timeout, Seconds($"{host} was silent for", _times.Silence), fault);
        }

        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AuthenticationException when _trust.Reason(address.Host) is { } reason:
                    return new PxGridException(PxGridProblem.Tls, $"TLS: {reason}", fault);
                case AuthenticationException:
                    return new PxGridException(
                        PxGridProblem.Tls,
                        $"TLS with {host} failed: {inner.InnerException?.Message ?? inner.Message}"
                        + (_certificate is null ? "" : " ISE may not trust the client certificate."),
                        fault);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new PxGridException(PxGridProblem.Unreachable, $"The name {address.Host} cannot be resolved; check Hosts and DNS.", fault);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new PxGridException(
                        PxGridProblem.Unreachable, $"{host} refuses the connection; is pxGrid enabled on that node, and the port open?", fault);
                case SocketException socket:
                    return new PxGridException(PxGridProblem.Unreachable, $"{host}: {socket.Message}.", fault);
            }
        }

        return new PxGridException(
            PxGridProblem.Unreachable,
            $"{host}: {fault.Message}" + (_certificate is not null || !IsHandshake(fault) ? "" : " The server may ask for a client certificate."),
            fault);
    }

    public void Dispose()
    {
        WebSockets.Dispose();
        _client.Dispose();
        _handler.Dispose();
        _certificate?.Dispose();
    }

    private static ServerTrust Trust(PxGridOptions options, TimeProvider time)
    {
        try
        {
            return ServerTrust.Load(options.CaFile, "ISE", time);
        }
        catch (CaFileException fault)
        {
            throw new PxGridException(PxGridProblem.Configuration, fault.Message, fault);
        }
    }

    private static string Seconds(string what, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {time.TotalSeconds:0.#} seconds.");

    private static bool IsHandshake(Exception fault) => fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
}
