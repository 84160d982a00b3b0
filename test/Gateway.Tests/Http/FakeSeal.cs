using Clarion.Connectors.Contract;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Seals nothing, and has nothing to warn of.</summary>
internal sealed class FakeSeal : ISecretSeal
{
    public string? Warning => null;

    public string Seal(string secret) => secret;

    public string? Open(string seal) => seal;
}
