using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Clarion.Silo.Secrets;

/// <summary>Registers the keys that seal secrets and sign-ins.</summary>
internal static class KeyRingExtensions
{
    // Part of every seal: another name, and nothing opens any more.
    private const string ApplicationName = "Clarion";

    private const string Unprotected =
        "The keys that seal secrets and sign-ins lie unencrypted in the database: whoever reads the database can open the secrets of connectors. Set "
        + SecretsOptions.Section + ":CertificateFile and CertificatePassword to a PFX file that all processes of this deployment have.";

    /// <summary>Adds Data Protection with its keys in the store. The store's contracts must be registered, and opened by a service before.</summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">What protects the keys.</param>
    /// <param name="dataDirectory">The data directory, where older versions kept them.</param>
    /// <param name="isEmbedded">True when the store lies in the data directory, with nobody else's access.</param>
    /// <exception cref="Hosting.StartupException">A certificate cannot be used.</exception>
    public static void AddClarionKeys(this IServiceCollection services, SecretsOptions settings, string dataDirectory, bool isEmbedded)
    {
        // Before those of Data Protection, which makes a key at once when it finds none.
        services.AddHostedService<KeyRingStart>();
        var protection = services.AddDataProtection().SetApplicationName(ApplicationName);
        var own = settings.CertificateFile.Length > 0
            ? KeyCertificate.Read($"{SecretsOptions.Section}:CertificateFile", settings.CertificateFile, settings.CertificatePassword)
            : null;
        if (own is not null)
        {
            protection.ProtectKeysWithCertificate(own);
        }

        protection.UnprotectKeysWithAnyCertificate(
        [
            .. settings.Former.Select((former, i) => KeyCertificate.Read(
                FormattableString.Invariant($"{SecretsOptions.Section}:Former:{i}:File"), former.File, former.Password)),
        ]);
        services.AddOptions<KeyManagementOptions>().Configure<IKeyRingStore>((options, store) => options.XmlRepository = new StoredKeyRing(store));
        services.AddSingleton(new KeyRingPlace(
            Path.GetFullPath(Path.Combine(dataDirectory, "keys")), own is null && !isEmbedded ? Unprotected : null));
    }
}
