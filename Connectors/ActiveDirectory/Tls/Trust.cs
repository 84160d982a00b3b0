using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.ActiveDirectory.Tls;

/// <summary>
/// The authorities whose certificates are believed, once for .NET and once as the folder of hashed names that the LDAP library reads. The folder
/// is a private, temporary one; it goes with this object.
/// </summary>
internal sealed class Trust : IDisposable
{
    private const int MostFiles = 1000;
    private const long MostBytes = 16 * 1024 * 1024;
    private const string SystemFolder = "/etc/ssl/certs";

    private readonly bool _own;

    private Trust(X509Certificate2Collection? authorities, string? folder, bool own) => (Authorities, Folder, _own) = (authorities, folder, own);

    /// <summary>The given authorities; null: those the system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; }

    /// <summary>Folder for the LDAP library; null: what its own configuration says.</summary>
    public string? Folder { get; }

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="DirectoryException">A file cannot be read, or there is no certificate in any.</exception>
    public static Trust Load(ActiveDirectoryOptions options)
    {
        if (string.IsNullOrEmpty(options.CaFile) && string.IsNullOrEmpty(options.CaFolder))
        {
            return new Trust(null, Directory.Exists(SystemFolder) ? SystemFolder : null, own: false);
        }

        var authorities = new X509Certificate2Collection();
        if (!string.IsNullOrEmpty(options.CaFile))
        {
            Read(nameof(options.CaFile), options.CaFile, authorities);
        }

        if (!string.IsNullOrEmpty(options.CaFolder))
        {
            foreach (var file in Files(options.CaFolder))
            {
                Read(nameof(options.CaFolder), file, authorities);
            }
        }

        if (authorities.Count == 0)
        {
            throw new DirectoryException(
                DirectoryProblem.Configuration,
                "CaFile and CaFolder hold no certificate; export the domain's certificate authority in PEM (BEGIN CERTIFICATE; Windows calls it Base-64).");
        }

        return new Trust(authorities, Write(authorities), own: true);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_own && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static List<string> Files(string folder)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".pem" or ".crt" or ".cer" or ".0" or ".1").Take(MostFiles + 1).ToList();
            return files.Count <= MostFiles
                ? files
                : throw new DirectoryException(DirectoryProblem.Configuration, $"CaFolder '{folder}' has more than {MostFiles} files; leave only the domain's authorities in it.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException(DirectoryProblem.Configuration, $"CaFolder '{folder}' cannot be read: {fault.Message}", fault);
        }
    }

    private static void Read(string key, string file, X509Certificate2Collection authorities)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
            {
                throw new DirectoryException(DirectoryProblem.Configuration, $"{key}: '{file}' is larger than 16 MB, which certificates never are.");
            }

            authorities.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException(DirectoryProblem.Configuration, $"{key}: '{file}' cannot be read as certificates in PEM: {fault.Message}", fault);
        }
    }

    private static string Write(X509Certificate2Collection authorities)
    {
        var folder = Directory.CreateTempSubdirectory("clarion-ca-").FullName;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var authority in authorities.DistinctBy(a => a.Thumbprint))
        {
            try
            {
                var hash = SubjectHash.Of(authority);
                var number = numbers[hash] = numbers.GetValueOrDefault(hash, -1) + 1;
                File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{hash}.{number}")), authority.ExportCertificatePem());
            }
            catch (AsnContentException fault)
            {
                throw new DirectoryException(DirectoryProblem.Configuration, $"A certificate in CaFile or CaFolder has a subject that is no name: {fault.Message}", fault);
            }
        }

        return folder;
    }
}
