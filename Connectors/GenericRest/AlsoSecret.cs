using Clarion.Connectors.Rest.Http;

namespace Clarion.Connectors.GenericRest;

/// <summary>Credentials beside which further texts of a request are secret, so that none is shown when the platform repeats it in an error.</summary>
internal sealed class AlsoSecret(IRestCredentials credentials, IReadOnlyCollection<string> further) : IRestCredentials, IDisposable
{
    /// <inheritdoc />
    public IEnumerable<string> Secrets => credentials.Secrets.Concat(further);

    /// <inheritdoc />
    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken) => credentials.ApplyAsync(request, cancellationToken);

    /// <inheritdoc />
    public bool Renew(HttpRequestMessage refused) => credentials.Renew(refused);

    /// <inheritdoc />
    public void Dispose() => (credentials as IDisposable)?.Dispose();
}
