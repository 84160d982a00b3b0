using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.Net;

/// <summary>
/// Judges server certificates against the given authorities, and remembers per host why one was not accepted.
/// </summary>
/// <param name="authorities">Whom to trust; null = whom the system trusts.</param>
/// <param name="peer">What the server is called in advice: <c>ISE</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities, string peer, TimeProvider time)
{
    private readonly CertificateTrust _trust = new(authorities, peer, "CaFile");
    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the CA file.</summary>
    /// <exception cref="CaFileException">It cannot be read or holds no certificate.</exception>
    public static ServerTrust Load(string? caFile, string peer, TimeProvider time)
    {
        if (string.IsNullOrEmpty(caFile))
        {
            return new ServerTrust(null, peer, time);
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(caFile);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CaFileException($"CaFile '{caFile}' cannot be read: {fault.Message}", fault);
        }

        return authorities.Count > 0
            ? new ServerTrust(authorities, peer, time)
            : throw new CaFileException($"CaFile '{caFile}' holds no certificate; export {peer}'s certificate chain in PEM (BEGIN CERTIFICATE).");
    }

    /// <summary>The callback of TLS.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = (sender as SslStream)?.TargetHostName ?? "";
        var reason = CertificateJudge.Judge(host, certificate, chain, errors, _trust, time);
        if (reason is null)
        {
            _reasons.TryRemove(host, out _);
            return true;
        }

        _reasons[host] = reason;
        return false;
    }

    /// <summary>Why the host's certificate was not accepted last time, or null.</summary>
    public string? Reason(string host) => _reasons.GetValueOrDefault(host);
}
