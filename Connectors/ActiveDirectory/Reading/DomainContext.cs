using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Which domain a controller serves, and where its changes stand, read when a pass begins.</summary>
internal sealed record DomainContext
{
    // What a root says when it is Active Directory's.
    private const string ActiveDirectoryCapability = "1.2.840.113556.1.4.800";

    /// <summary>DNS name of the domain, lower case.</summary>
    public required string Directory { get; init; }

    /// <summary>Root of the domain.</summary>
    public required string Root { get; init; }

    /// <summary>Security identifier of the domain.</summary>
    public required byte[] DomainSid { get; init; }

    /// <summary>Identity of the controller's database: it changes when the controller is restored from a backup.</summary>
    public required string Controller { get; init; }

    /// <summary>The controller's name, for people.</summary>
    public required string HostName { get; init; }

    /// <summary>The controller's last change before this pass. Means nothing to other controllers.</summary>
    public required long HighUsn { get; init; }

    /// <summary>Other names of domains to DNS names.</summary>
    public required IReadOnlyDictionary<string, string> DomainNames { get; init; }

    /// <summary>The container of tombstones can be seen; whether what is in it can is another question.</summary>
    public required bool HasDeletedObjects { get; init; }

    /// <summary>The container of tombstones.</summary>
    public string DeletedObjects => $"CN=Deleted Objects,{Root}";

    /// <summary>Reads it.</summary>
    /// <exception cref="DirectoryException">The server is no domain controller, or the account may not read.</exception>
    public static async Task<DomainContext> ReadAsync(IDirectoryClient client, CancellationToken cancellationToken)
    {
        var root = await client.FindAsync(
            "",
            ["defaultNamingContext", "configurationNamingContext", "dnsHostName", "dsServiceName", "highestCommittedUSN", "supportedCapabilities"],
            showDeleted: false,
            cancellationToken).ConfigureAwait(false);
        var name = ExtendedDn.Parse(root?.Text("defaultNamingContext") ?? "").Name;
        var directory = DomainDn.ToDns(name);
        if (root is null || directory.Length == 0 || !root.Texts("supportedCapabilities").Contains(ActiveDirectoryCapability, StringComparer.Ordinal)
            || root.Number("highestCommittedUSN") is not { } usn)
        {
            throw new DirectoryException(
                DirectoryProblem.Protocol, $"{client.Server} speaks LDAP but is no domain controller of Active Directory; check Servers (a global catalogue's ports 3268 and 3269 hold too little).");
        }

        var domain = await client.FindAsync(name, ["objectSid"], showDeleted: false, cancellationToken).ConfigureAwait(false);
        if (domain?.First("objectSid") is not { } sid || Sids.ToText(sid).Length == 0)
        {
            throw new DirectoryException(DirectoryProblem.Forbidden, $"{client.Server} does not let the account read {name}; give it read access to the domain.");
        }

        var service = ExtendedDn.Parse(root.Text("dsServiceName")).Name;
        var settings = await client.FindAsync(service, ["invocationId"], showDeleted: false, cancellationToken).ConfigureAwait(false);
        var deleted = await client.FindAsync($"CN=Deleted Objects,{name}", ["objectGUID"], showDeleted: true, cancellationToken).ConfigureAwait(false);
        return new DomainContext
        {
            Directory = directory,
            Root = name,
            DomainSid = sid,
            Controller = settings?.First("invocationId") is { } invocation ? $"{service}/{Convert.ToHexStringLower(invocation)}" : service,
            HostName = PeerText.Line(root.Text("dnsHostName")),
            HighUsn = usn,
            DomainNames = await NamesAsync(client, directory, ExtendedDn.Parse(root.Text("configurationNamingContext")).Name, cancellationToken).ConfigureAwait(false),
            HasDeletedObjects = deleted is not null,
        };
    }

    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IDirectoryClient client, string directory, string configuration, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var partitions = $"CN=Partitions,{configuration}";
        if (configuration.Length == 0
            || await client.FindAsync(partitions, ["uPNSuffixes"], showDeleted: false, cancellationToken).ConfigureAwait(false) is not { } container)
        {
            return names;
        }

        var search = new DirectorySearch(partitions, "(&(objectClass=crossRef)(nETBIOSName=*))", ["nCName", "nETBIOSName"]);
        await foreach (var page in client.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            foreach (var domain in page)
            {
                var dns = DomainDn.ToDns(ExtendedDn.Parse(domain.Text("nCName")).Name);
                if (dns.Length > 0)
                {
                    names[PeerText.Line(domain.Text("nETBIOSName"))] = dns;
                }
            }
        }

        // A further suffix is the forest's, not a domain's; with several domains nobody can tell whose account it is.
        if (names.Values.Distinct(StringComparer.Ordinal).Count() == 1)
        {
            foreach (var suffix in container.Texts("uPNSuffixes").Select(PeerText.Line).Where(s => s.Length > 0))
            {
                names.TryAdd(suffix, directory);
            }
        }

        return names;
    }
}
