using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.ActiveDirectory.Values;

namespace Clarion.Connectors.ActiveDirectory.Tls;

/// <summary>Says why a controller's certificate is not accepted.</summary>
internal static class CertificateJudge
{
    /// <summary>The reason; null when the certificate is good.</summary>
    public static string? Judge(
        string host, X509Certificate? shown, X509Chain? offered, SslPolicyErrors errors, X509Certificate2Collection? authorities, TimeProvider time)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return $"{host} shows no certificate.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"The certificate of {host} is for {Names(certificate)}, not for {host}; write a name in Servers that it holds.";
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

        return chain.Build(certificate) ? null : Describe(host, certificate, chain, authorities is null, time.GetUtcNow().UtcDateTime);
    }

    private static string Describe(string host, X509Certificate2 certificate, X509Chain chain, bool systemTrust, DateTime now)
    {
        var late = chain.ChainElements.FirstOrDefault(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))?.Certificate;
        if (late is not null)
        {
            var whose = late.Equals(certificate) ? $"The certificate of {host}" : $"'{DirectoryTexts.Line(late.Subject)}', which signed for {host},";
            return late.NotAfter.ToUniversalTime() < now
                ? string.Create(CultureInfo.InvariantCulture, $"{whose} expired on {late.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; renew it on the controller.")
                : string.Create(CultureInfo.InvariantCulture, $"{whose} is valid from {late.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC only; check the clocks.");
        }

        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            var where = systemTrust ? "this system does not trust; name the domain's authority in CaFile" : "is not in CaFile or CaFolder; add the domain's authority to it";
            return $"The certificate of {host} is signed by '{DirectoryTexts.Line(certificate.Issuer)}', an authority that {where}.";
        }

        return $"The certificate of {host} is not valid: {string.Join(", ", chain.ChainStatus.Select(s => s.Status))}.";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString()))).Take(5).ToList();
        return DirectoryTexts.Line(names.Count > 0 ? string.Join(", ", names) : $"'{certificate.Subject}'");
    }
}
