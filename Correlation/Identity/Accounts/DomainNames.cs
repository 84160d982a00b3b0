using System.Collections.Frozen;

namespace Clarion.Correlation.Identity.Accounts;

/// <summary>
/// Names under which the domains of a directory go: the NetBIOS name (<c>CLINIC</c>), the DNS name (<c>clinic.example</c>) and other UPN
/// suffixes. Immutable.
/// </summary>
public sealed class DomainNames
{
    private readonly FrozenDictionary<string, string> _dnsNames;

    /// <summary>Creates a table.</summary>
    /// <param name="dnsNames">NetBIOS name or further UPN suffix to DNS name, any case.</param>
    /// <param name="defaultDomain">DNS name of the domain of names that come without one; empty: such names stay without.</param>
    public DomainNames(IEnumerable<KeyValuePair<string, string>> dnsNames, string defaultDomain = "")
    {
        ArgumentNullException.ThrowIfNull(dnsNames);
        ArgumentNullException.ThrowIfNull(defaultDomain);
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, dns) in dnsNames)
        {
            table[name] = dns.ToLowerInvariant();
        }

        _dnsNames = table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        DefaultDomain = defaultDomain.ToLowerInvariant();
    }

    /// <summary>A table that knows no domain: every spelling keeps the domain it came with.</summary>
    public static DomainNames Empty { get; } = new([]);

    /// <summary>DNS name that names without a domain belong to; empty when none.</summary>
    public string DefaultDomain { get; }

    /// <summary>The DNS name of a domain, in lower case; the name itself when it is not in the table.</summary>
    public string DnsName(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain.Length == 0 ? DefaultDomain : _dnsNames.TryGetValue(domain, out var dns) ? dns : domain.ToLowerInvariant();
    }
}
