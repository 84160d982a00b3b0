using System.Globalization;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>What a domain controller of a small domain knows. It is filled before it is served and does not change afterwards.</summary>
public sealed class SimulatedDomain
{
    private const uint DomainUsers = 513;
    private const uint DomainComputers = 515;
    private const uint FirstNumber = 1100;
    private const string Usn = "1000";

    private readonly Dictionary<string, DirectoryObject> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Guid, DirectoryObject> _byId = [];
    private uint _number = FirstNumber;

    /// <summary>An empty domain.</summary>
    /// <param name="dnsName">Its name, such as <c>campus.example</c>.</param>
    /// <param name="netBiosName">Its short name, such as <c>CAMPUS</c>.</param>
    public SimulatedDomain(string dnsName, string netBiosName)
    {
        ArgumentNullException.ThrowIfNull(dnsName);
        DnsName = dnsName;
        Root = string.Join(',', dnsName.Split('.').Select(part => "DC=" + part));
        var configuration = "CN=Configuration," + Root;
        var settings = $"CN=NTDS Settings,CN=DC1,CN=Servers,{configuration}";
        Add(Root, null).Set("objectSid", DirectoryObject.Sid(null)).Set("objectClass", "top", "domain");
        Add(settings, null).Set("invocationId", Guid.NewGuid().ToByteArray()).Set("objectClass", "top", "nTDSDSA");
        Add("CN=Partitions," + configuration, null).Set("objectClass", "top", "crossRefContainer");
        Add($"CN={netBiosName},CN=Partitions,{configuration}", null).Set("objectClass", "top", "crossRef").Set("nCName", Root).Set("nETBIOSName", netBiosName);
        RootEntry = new DirectoryObject(Guid.Empty, "").Set("objectClass", "top").Set("defaultNamingContext", Root).Set("configurationNamingContext", configuration)
            .Set("dnsHostName", "dc1." + dnsName).Set("dsServiceName", settings).Set("highestCommittedUSN", Usn)
            .Set("supportedCapabilities", "1.2.840.113556.1.4.800").Set("supportedLDAPVersion", "3").Set("supportedControl", LdapControls.Known);
        Group("Domain Users", DomainUsers);
        Group("Domain Computers", DomainComputers);
    }

    /// <summary>Name of the domain.</summary>
    public string DnsName { get; }

    /// <summary>Distinguished name of the domain.</summary>
    public string Root { get; }

    internal DirectoryObject RootEntry { get; }

    internal IEnumerable<DirectoryObject> Objects => _byName.Values;

    /// <summary>Adds a person.</summary>
    public DirectoryObject User(string login, string displayName, string department) => Add($"CN={login},OU=People,{Root}", _number++)
        .Set("objectClass", "top", "person", "organizationalPerson", "user").Set("objectCategory", "person").Set("sAMAccountName", login)
        .Set("userPrincipalName", $"{login}@{DnsName}").Set("displayName", displayName).Set("mail", $"{login}@{DnsName}").Set("department", department)
        .Set("userAccountControl", "512").Set("primaryGroupID", DomainUsers.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a computer.</summary>
    public DirectoryObject Computer(string name) => Add($"CN={name},OU=Computers,{Root}", _number++)
        .Set("objectClass", "top", "person", "organizationalPerson", "user", "computer").Set("objectCategory", "computer").Set("sAMAccountName", name + "$")
        .Set("dNSHostName", $"{name}.{DnsName}").Set("operatingSystem", "Windows 11 Enterprise").Set("userAccountControl", "4096")
        .Set("primaryGroupID", DomainComputers.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a group.</summary>
    public DirectoryObject Group(string name) => Group(name, _number++);

    /// <summary>The object of a distinguished name, of an id (<c>&lt;GUID=…&gt;</c>), or, for an empty name, what the server says of itself.</summary>
    internal DirectoryObject? Find(string name) =>
        name.Length == 0 ? RootEntry
        : name.StartsWith("<GUID=", StringComparison.OrdinalIgnoreCase)
            ? Guid.TryParse(name.AsSpan(6).TrimEnd('>'), out var id) ? _byId.GetValueOrDefault(id) : null
        : _byName.GetValueOrDefault(name);

    /// <summary>Security identifiers of the groups of an object: direct ones, nested ones, and the primary one with its own.</summary>
    internal IReadOnlyList<byte[]> GroupsOf(DirectoryObject found)
    {
        var primary = found.Values("primaryGroupID") is [var number]
            ? Objects.Where(one => one.Values("objectSid") is [var sid]
                && sid.AsSpan().SequenceEqual(DirectoryObject.Sid(uint.Parse(System.Text.Encoding.UTF8.GetString(number), CultureInfo.InvariantCulture))))
            : [];
        var groups = primary.ToHashSet();
        var waiting = new Queue<DirectoryObject>([found, .. groups]);
        while (waiting.TryDequeue(out var member))
        {
            foreach (var group in Objects.Where(one => one.Members.Contains(member) && groups.Add(one)))
            {
                waiting.Enqueue(group);
            }
        }

        return [.. groups.Select(group => group.Values("objectSid")[0])];
    }

    private DirectoryObject Group(string name, uint number) => Add($"CN={name},OU=Groups,{Root}", number)
        .Set("objectClass", "top", "group").Set("objectCategory", "group").Set("sAMAccountName", name).Set("cn", name).Set("groupType", "-2147483646");

    private DirectoryObject Add(string name, uint? number)
    {
        var id = Guid.NewGuid();
        var added = new DirectoryObject(id, name).Set("objectGUID", id.ToByteArray()).Set("uSNChanged", Usn);
        if (number is not null)
        {
            added.Set("objectSid", DirectoryObject.Sid(number));
        }

        _byId.Add(id, added);
        _byName.Add(name, added);
        return added;
    }
}
