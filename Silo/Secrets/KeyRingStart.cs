using Clarion.Silo.Hosting;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Secrets;

/// <summary>
/// Prepares the key ring before anything is sealed: takes over the keys that older versions kept in the data directory, encrypts those that lie
/// readable although there is a certificate, and refuses to start when a key cannot be opened, because this process would make keys of its own then.
/// </summary>
internal sealed class KeyRingStart(
    IKeyRingStore store, IKeyManager manager, IOptions<KeyManagementOptions> options, KeyRingPlace place, ILogger<KeyRingStart> logger) : IHostedService
{
    private const string Pattern = "*.xml";
    private const string TakenOver = ".taken-over";

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await TakeOverAsync(cancellationToken).ConfigureAwait(false);
        await EncryptAsync(cancellationToken).ConfigureAwait(false);
        var keys = await Task.Run(manager.GetAllKeys, cancellationToken).ConfigureAwait(false);
        if (keys.Count(key => !key.IsRevoked && !CanOpen(key)) is > 0 and var closed)
        {
            throw new StartupException(FormattableString.Invariant(
                $"{closed} of {keys.Count} keys that seal secrets are encrypted by a certificate this process does not have: give the certificate of the other processes as {SecretsOptions.Section}:CertificateFile, one of before as {SecretsOptions.Section}:Former."));
        }

        if (place.Warning is { } warning)
        {
            HostLog.KeysUnprotected(logger, warning);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool CanOpen(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is not null;
        }
        catch (Exception)
        {
            // Decryptors throw what they like; whatever it is, the key stays closed.
            return false;
        }
    }

    // Files are renamed after the store has them: what is interrupted is done again, and nothing is done twice.
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(place.FormerDirectory))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(place.FormerDirectory, Pattern).Order(StringComparer.Ordinal).ToList())
        {
            var xml = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            await store.AddAsync(new KeyRingElement(Path.GetFileNameWithoutExtension(file), Protected(xml)), cancellationToken).ConfigureAwait(false);
            if (options.Value.XmlEncryptor is not null)
            {
                // A readable copy beside an encrypted ring would make the certificate useless.
                File.Delete(file);
            }
            else
            {
                File.Move(file, file + TakenOver, overwrite: true);
            }

            HostLog.KeyTakenOver(logger, file);
        }
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        if (options.Value.XmlEncryptor is null)
        {
            return;
        }

        foreach (var element in await store.LoadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (KeyEncryption.IsReadable(element.Xml))
            {
                await store.ReplaceAsync(element, Protected(element.Xml), cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var copy in Directory.Exists(place.FormerDirectory) ? Directory.EnumerateFiles(place.FormerDirectory, Pattern + TakenOver).ToList() : [])
        {
            File.Delete(copy);
        }
    }

    private string Protected(string xml) => options.Value.XmlEncryptor is { } encryptor ? KeyEncryption.Encrypt(xml, encryptor) : xml;
}
