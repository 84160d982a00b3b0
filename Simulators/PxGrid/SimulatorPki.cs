using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Simulators.PxGrid;

/// <summary>A certificate authority for tests, and what it signs. Files are written to a folder of its own.</summary>
public sealed class SimulatorPki : IDisposable
{
    private readonly DateTimeOffset _now;
    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-pxgrid-").FullName;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _other;

    /// <summary>Makes the authorities.</summary>
    public SimulatorPki(TimeProvider? time = null)
    {
        _now = (time ?? TimeProvider.System).GetUtcNow();
        _authority = Authority("CN=Simulated ISE Root CA");
        _other = Authority("CN=Some Other Root CA");
        CaFile = Write("ca.pem", _authority.ExportCertificatePem());
        OtherCaFile = Write("other-ca.pem", _other.ExportCertificatePem());
    }

    /// <summary>Certificate of the authority.</summary>
    public string CaFile { get; }

    /// <summary>Certificate of an authority that signed nothing here.</summary>
    public string OtherCaFile { get; }

    /// <summary>Certificate of the authority, to check client certificates.</summary>
    public X509Certificate2 Authority() => _authority;

    /// <summary>A server's certificate.</summary>
    public X509Certificate2 Server(ServerCertificateKind kind)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ise1.simulated.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (kind == ServerCertificateKind.OtherName)
        {
            names.AddDnsName("ise9.simulated.example");
        }
        else
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var end = kind == ServerCertificateKind.Expired ? _now.AddDays(-1) : _now.AddDays(30);
        var signer = kind == ServerCertificateKind.OtherAuthority ? _other : _authority;
        using var certificate = request.Create(signer, _now.AddDays(-20), end, RandomNumberGenerator.GetBytes(8));
        return WithKey(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>Writes a client's certificate and key.</summary>
    public (string CertificateFile, string KeyFile) Client(string name, string? password = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(_authority, _now.AddDays(-1), _now.AddDays(30), RandomNumberGenerator.GetBytes(8));
        var pem = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
        return (Write($"{name}.pem", certificate.ExportCertificatePem()), Write($"{name}.key", pem));
    }

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var certificate = request.CreateSelfSigned(_now.AddDays(-40), _now.AddDays(400));
        return WithKey(certificate);
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
