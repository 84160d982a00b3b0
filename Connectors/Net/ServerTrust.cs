using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.Net;

/// <summary>
/// Judges server certificates against the given authorities, and remembers per host why one was not accepted: the TLS library itself only
/// says that validation failed.
/// </summary>
/// <param name="authorities">Whom to trust; null = whom the system trusts.</param>
/// <param name="peer">What the server is called in advice: <c>ISE</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities, string peer, TimeProvider time)
{
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
        var reason = Judge(certificate as X509Certificate2, chain, errors, host);
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

    private string? Judge(X509Certificate2? certificate, X509Chain? offered, SslPolicyErrors errors, string host)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return $"{host} shows no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"the certificate of {host} is for {Names(certificate)}, not for {host}; write a name that it holds.";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (chain.Build(certificate))
        {
            return null;
        }

        return Describe(chain, certificate, host);
    }

    private string Describe(X509Chain chain, X509Certificate2 certificate, string host)
    {
        var now = time.GetUtcNow();
        foreach (var element in chain.ChainElements)
        {
            if (element.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            {
                var whose = element.Certificate.Equals(certificate) ? $"the certificate of {host}" : $"'{element.Certificate.Subject}', which signed for {host},";
                return element.Certificate.NotAfter.ToUniversalTime() < now.UtcDateTime
                    ? string.Create(CultureInfo.InvariantCulture, $"{whose} expired on {element.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; renew it in {peer}.")
                    : string.Create(CultureInfo.InvariantCulture, $"{whose} is valid from {element.Certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC only; check the clocks.");
            }
        }

        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            var where = authorities is null ? $"that this system does not trust; name {peer}'s authority in CaFile" : $"that is not in CaFile; add {peer}'s certificate authority to it";
            return $"the certificate of {host} is signed by '{certificate.Issuer}', an authority {where}.";
        }

        return $"the certificate of {host} is not valid: {string.Join(", ", chain.ChainStatus.Select(s => s.Status))}.";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString()))).Take(5).ToList();
        return names.Count > 0 ? string.Join(", ", names) : $"'{certificate.Subject}'";
    }
}
