using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.Tests.ActiveDirectory.Samba;

/// <summary>An authority of a test, and certificates signed by it.</summary>
internal sealed class TestPki : IDisposable
{
    private readonly X509Certificate2 _authority;

    public TestPki(string subject = "CN=Test CA, O=Clarion  Tests")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddDays(-60), now.AddDays(60));
    }

    public string AuthorityPem => _authority.ExportCertificatePem();

    public X509Certificate2 Authority => _authority;

    public X509Certificate2 Issue(string name, IPAddress? address, int daysLeft = 30)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (address is not null)
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_authority, now.AddDays(-40), now.AddDays(daysLeft), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose() => _authority.Dispose();
}
