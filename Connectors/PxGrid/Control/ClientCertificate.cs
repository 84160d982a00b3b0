using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.PxGrid.Control;

/// <summary>Reads the client's certificate and key.</summary>
internal static class ClientCertificate
{
    /// <summary>The certificate, or null when the account is a password's.</summary>
    /// <exception cref="PxGridException">The files cannot be used; the message says why.</exception>
    public static X509Certificate2? Load(PxGridOptions options, TimeProvider time)
    {
        if (!options.UsesCertificate)
        {
            return null;
        }

        var keyFile = string.IsNullOrEmpty(options.KeyFile) ? null : options.KeyFile;
        X509Certificate2 certificate;
        try
        {
            using var pem = string.IsNullOrEmpty(options.KeyPassword)
                ? X509Certificate2.CreateFromPemFile(options.CertificateFile!, keyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile!, options.KeyPassword, keyFile);

            // Windows' TLS cannot use a key that was only read from PEM; going through PKCS#12 makes it usable everywhere.
            certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PxGridException(
                PxGridProblem.Configuration,
                $"CertificateFile '{options.CertificateFile}' with key '{keyFile ?? options.CertificateFile}' cannot be used: {fault.Message} "
                + "Both must be PEM and belong together; an encrypted key needs KeyPassword.",
                fault);
        }

        if (certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime)
        {
            var end = certificate.NotAfter.ToUniversalTime();
            certificate.Dispose();
            throw new PxGridException(
                PxGridProblem.Configuration,
                FormattableString.Invariant($"CertificateFile '{options.CertificateFile}' expired on {end:yyyy-MM-dd HH:mm} UTC; have ISE issue a new one."));
        }

        return certificate;
    }

    /// <summary>Every certificate of the file; ISE may need those between it and the authority it trusts.</summary>
    public static X509Certificate2Collection Chain(PxGridOptions options)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificateFile!);
        return chain;
    }
}
