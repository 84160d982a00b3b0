using System.Security.Cryptography;
using Clarion.Connectors.Contract;
using Microsoft.AspNetCore.DataProtection;

namespace Clarion.Silo.Connectors;

/// <summary>Seals secrets of connectors with the keys of the data directory (<c>keys</c>).</summary>
internal sealed class DataProtectionSeal(IDataProtectionProvider provider) : ISecretSeal
{
    private readonly IDataProtector _protector = provider.CreateProtector("Clarion.Connectors");

    /// <inheritdoc />
    public string Seal(string secret) => _protector.Protect(secret);

    /// <inheritdoc />
    public string? Open(string seal)
    {
        try
        {
            return _protector.Unprotect(seal);
        }
        catch (CryptographicException)
        {
            // The keys were lost or replaced: the connector says that its secret is missing, and it has to be given again.
            return null;
        }
    }
}
