using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Clarion.Silo.Hosting;

namespace Clarion.Silo.Secrets;

/// <summary>Reads certificates that protect the key ring.</summary>
internal static class KeyCertificate
{
    /// <summary>The certificate of a PFX file, with its private key.</summary>
    /// <param name="setting">Setting that names the file, for words.</param>
    /// <param name="file">The file.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="StartupException">It cannot be used; the message says why, without the password.</exception>
    public static X509Certificate2 Read(string setting, string file, string password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null
                ? certificate
                : throw new StartupException($"{setting}: '{file}' has no RSA private key; make a PFX of a certificate and its RSA key.");
        }
        catch (CryptographicException)
        {
            throw new StartupException($"{setting}: '{file}' is no PFX file, or its password is another one.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting}: '{file}' cannot be read: {fault.Message}");
        }
    }
}
