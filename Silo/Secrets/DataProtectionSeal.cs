using System.Security.Cryptography;
using Clarion.Connectors.Contract;
using Microsoft.AspNetCore.DataProtection;

namespace Clarion.Silo.Secrets;

/// <summary>Seals secrets of connectors with the key ring of the store.</summary>
internal sealed class DataProtectionSeal(IDataProtectionProvider provider, KeyRingPlace place) : ISecretSeal
{
    private readonly IDataProtector _protector = provider.CreateProtector("Clarion.Connectors");

    /// <inheritdoc />
    public string? Warning => place.Warning;

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
