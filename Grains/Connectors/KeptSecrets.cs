using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Grains.Connectors;

/// <summary>Keeps secrets sealed with the connector's grain: what travels and what lies is sealed.</summary>
/// <param name="grain">The connector's grain.</param>
/// <param name="kept">What the grain keeps, by name; replaced, never changed.</param>
/// <param name="seal">The seal.</param>
internal sealed class KeptSecrets(IConnectorGrain grain, Func<IReadOnlyDictionary<string, string>> kept, ISecretSeal seal) : IKeptSecrets
{
    private const int MaxName = 200;
    private const int MaxSecret = 1000;

    /// <inheritdoc />
    public string? Find(string name) => kept().TryGetValue(name, out var value) ? seal.Open(value) : null;

    /// <inheritdoc />
    public async ValueTask KeepAsync(string name, string secret, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaxSecret);
        await grain.KeepSecret(name, seal.Seal(secret)).WaitAsync(cancellationToken);
    }
}
