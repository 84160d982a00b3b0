using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.Rest.Http;

/// <summary>
/// HTTP and TLS to a platform: bounded answers, deadlines, faults told in words. Redirects are not followed, since credentials would go along and bodies
/// would be lost.
/// </summary>
internal sealed class RestTransport : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly RestTimes _times;
    private readonly RestLimits _limits;
    private readonly TimeProvider _time;

    /// <exception cref="RestException">The CA file cannot be used.</exception>
    public RestTransport(string? caFile, string peer, RestTimes times, RestLimits limits, TimeProvider time)
    {
        (_times, _limits, _time) = (times, limits, time);
        try
        {
            Trust = ServerTrust.Load(caFile, peer, time);
        }
        catch (CaFileException fault)
        {
            throw new RestException(RestProblem.Configuration, fault.Message, fault);
        }

        _handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = times.Connect,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = 64,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = Trust.Validate,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            },
        };
        _client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whose certificates are accepted.</summary>
    public ServerTrust Trust { get; }

    /// <summary>Sends a request once and reads the whole answer, whatever its status.</summary>
    /// <exception cref="RestException">No answer, or not one that can be read whole.</exception>
    public async Task<RestAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        using var whole = new Deadline(_times.Call, _time, cancellationToken);
        using var silence = new Deadline(_times.Silence, _time, whole.Token);
        request.Headers.ExpectContinue = false;
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            silence.Extend();
            var body = await ReadAsync(answer, address, silence).ConfigureAwait(false);
            var link = answer.Headers.TryGetValues("Link", out var links) ? string.Join(", ", links) : "";
            return new RestAnswer(answer.StatusCode, body, RetryAfter(answer), link);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Explain(fault, address, whole.Passed, silence.Passed);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage answer, Uri address, Deadline silence)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        var whole = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await stream.ReadAsync(whole.GetMemory(16_384), silence.Token).ConfigureAwait(false)) > 0)
        {
            silence.Extend();
            whole.Advance(read);
            if (whole.WrittenCount > _limits.AnswerBytes)
            {
                throw new RestException(
                    RestProblem.Protocol,
                    string.Create(CultureInfo.InvariantCulture, $"{address.Authority} answered with more than {_limits.AnswerBytes} bytes; ask for smaller pages, or raise Limits:AnswerBytes."));
            }
        }

        return whole.WrittenSpan.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private RestException Explain(Exception fault, Uri address, bool tookTooLong, bool wasSilent)
    {
        var host = address.Authority;
        if (tookTooLong)
        {
            return new RestException(RestProblem.Timeout, Seconds($"{host} was not done within", _times.Call), fault);
        }

        if (wasSilent)
        {
            return new RestException(RestProblem.Timeout, Seconds($"{host} was silent for", _times.Silence), fault);
        }

        // The handler's own connect time-out arrives as a cancellation.
        if (fault is OperationCanceledException)
        {
            return new RestException(RestProblem.Unreachable, Seconds($"{host} does not answer within", _times.Connect), fault);
        }

        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AuthenticationException when Trust.Reason(address.IdnHost) is { } reason:
                    return new RestException(RestProblem.Tls, $"TLS: {reason}", fault);
                case AuthenticationException:
                    return new RestException(RestProblem.Tls, $"TLS with {host} failed: {inner.InnerException?.Message ?? inner.Message}", fault);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new RestException(RestProblem.Unreachable, $"The name {address.Host} cannot be resolved; check the address and DNS.", fault);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new RestException(RestProblem.Unreachable, $"{host} refuses the connection; is the address right, and the port open?", fault);
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return new RestException(RestProblem.Protocol, $"The answer of {host} is cut off.", fault) { IsCutOff = true };
                case SocketException socket:
                    return new RestException(RestProblem.Unreachable, $"{host}: {socket.Message}.", fault);
            }
        }

        return fault is InvalidDataException
            ? new RestException(RestProblem.Protocol, $"The answer of {host} is compressed in a way that cannot be read.", fault)
            : new RestException(RestProblem.Unreachable, $"{host}: {fault.Message}", fault);
    }

    private static string Seconds(string what, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {time.TotalSeconds:0.#} seconds.");
}
