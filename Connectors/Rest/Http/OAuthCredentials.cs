using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.Rest.Http;

/// <summary>Keeps a token of a token endpoint, and fetches another one at four fifths of its life or when it is refused. Thread-safe.</summary>
internal sealed class OAuthCredentials(OAuthClient client, RestTransport transport, TimeProvider time) : IRestCredentials, IDisposable
{
    private static readonly TimeSpan UnknownLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Token? _token;

    /// <inheritdoc />
    public IEnumerable<string> Secrets => _token is { } token ? [client.ClientSecret, token.Text] : [client.ClientSecret];

    /// <inheritdoc />
    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = _token;
        if (token is null || time.GetUtcNow() >= token.RenewAt)
        {
            token = await FetchAsync(cancellationToken).ConfigureAwait(false);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
    }

    /// <inheritdoc />
    public bool Renew(HttpRequestMessage refused)
    {
        // Another call may have renewed it already: only the refused token is forgotten.
        if (_token is { } token && string.Equals(refused.Headers.Authorization?.Parameter, token.Text, StringComparison.Ordinal))
        {
            _token = null;
        }

        return true;
    }

    public void Dispose() => _one.Dispose();

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is { } fresh && time.GetUtcNow() < fresh.RenewAt)
            {
                return fresh;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, client.TokenAddress) { Content = Content() };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            var answer = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return _token = Read(answer);
        }
        finally
        {
            _one.Release();
        }
    }

    private HttpContent Content()
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret,
        };
        if (client.Scope.Length > 0)
        {
            fields["scope"] = client.Scope;
        }

        return client.AsJson ? JsonContent.Create(fields) : new FormUrlEncodedContent(fields);
    }

    private Token Read(RestAnswer answer)
    {
        if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
        {
            throw new RestException(
                RestProblem.Unauthorised,
                $"{client.TokenAddress.Authority} gives no token ({(int)answer.Status}): client '{client.ClientId}' or its secret is wrong, or the client is disabled."
                + RestFault.Detail(answer, Secrets));
        }

        if (!answer.IsSuccess)
        {
            throw RestFault.Of(answer, client.TokenAddress, Secrets);
        }

        var body = RestJson.Parse(answer.Body, client.TokenAddress);
        var text = JsonText.Of(body, "access_token");
        if (text is not { Length: > 0 } || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new RestException(RestProblem.Protocol, $"{client.TokenAddress.Authority} answered without a usable access_token; check the address of the token endpoint.");
        }

        var life = Life(body);
        return new Token(text, time.GetUtcNow() + (life * 0.8));
    }

    private static TimeSpan Life(JsonElement body) =>
        JsonText.Number(body, "expires_in") is not (> 0 and var seconds) ? UnknownLife
        : seconds >= LongestLife.TotalSeconds ? LongestLife : TimeSpan.FromSeconds(seconds);

    private sealed record Token(string Text, DateTimeOffset RenewAt);
}
