using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Clarion.Connectors.Net;

/// <summary>Says why a server's certificate is not accepted: the TLS library itself only says that validation failed.</summary>
internal static class CertificateJudge
{
    /// <summary>The reason; null when the certificate is good.</summary>
    /// <param name="host">Whom the certificate must name.</param>
    /// <param name="shown">The certificate; null when none was shown.</param>
    /// <param name="offered">What the server sent along.</param>
    /// <param name="errors">What the TLS library found.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <param name="time">The clock.</param>
    public static string? Judge(
        string host, X509Certificate? shown, X509Chain? offered, SslPolicyErrors errors, CertificateTrust trust, TimeProvider time)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return $"{host} shows no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"The certificate of {host} is for {Names(certificate)}, not for {host}; use a name that it holds.";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (trust.Authorities is { } authorities)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(certificate) ? null : Describe(host, certificate, chain, trust, time.GetUtcNow().UtcDateTime);
    }

    private static string Describe(string host, X509Certificate2 certificate, X509Chain chain, CertificateTrust trust, DateTime now)
    {
        var late = chain.ChainElements.FirstOrDefault(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))?.Certificate;
        if (late is not null)
        {
            var whose = late.Equals(certificate) ? $"The certificate of {host}" : $"'{PeerText.Line(late.Subject)}', which signed for {host},";
            return late.NotAfter.ToUniversalTime() < now
                ? string.Create(CultureInfo.InvariantCulture, $"{whose} expired on {late.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; renew it.")
                : string.Create(CultureInfo.InvariantCulture, $"{whose} is valid from {late.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC only; check the clocks.");
        }

        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            var where = trust.Authorities is null
                ? $"this system does not trust; name {trust.Peer}'s authority in {trust.AuthoritiesIn}"
                : $"is not in {trust.AuthoritiesIn}; add {trust.Peer}'s authority to it";
            return $"The certificate of {host} is signed by '{PeerText.Line(certificate.Issuer)}', an authority that {where}.";
        }

        return $"The certificate of {host} is not valid: {string.Join(", ", chain.ChainStatus.Select(s => s.Status))}.";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString()))).Take(5).ToList();
        return PeerText.Line(names.Count > 0 ? string.Join(", ", names) : $"'{certificate.Subject}'");
    }
}

/// <summary>Whom to trust, and where a person changes that.</summary>
/// <param name="Authorities">Whom to trust; null = whom the system trusts.</param>
/// <param name="Peer">What the other side is called: <c>ISE</c>, <c>the domain</c>.</param>
/// <param name="AuthoritiesIn">The settings that name authorities.</param>
internal sealed record CertificateTrust(X509Certificate2Collection? Authorities, string Peer, string AuthoritiesIn);
