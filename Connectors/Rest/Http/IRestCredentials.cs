namespace Clarion.Connectors.Rest.Http;

/// <summary>Signs requests.</summary>
internal interface IRestCredentials
{
    /// <summary>Texts that must not be shown, wherever they turn up.</summary>
    IEnumerable<string> Secrets { get; }

    /// <summary>Puts the credentials on a request; may have to fetch a token first.</summary>
    /// <exception cref="RestException">No token could be had.</exception>
    ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>The credentials on this request were refused. True when fresh ones can be had, so that a second try makes sense.</summary>
    bool Renew(HttpRequestMessage refused);
}
