using System.Globalization;
using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.ActiveDirectory.Ldap;

namespace Clarion.Connectors.Tests.ActiveDirectory.Scripted;

/// <summary>A domain controller as Windows shows it, limits included: at most 1500 values of an attribute at once, then empty plus a range.</summary>
internal sealed class ScriptedDirectory
{
    private const string Root = "DC=clinic,DC=example";
    private const string Settings = "CN=NTDS Settings,CN=DC1,CN=Servers,CN=Configuration,DC=clinic,DC=example";
    private const int MaxValRange = 1500;

    private readonly Dictionary<Guid, ScriptedObject> _objects = [];
    private long _usn = 1000;
    private uint _number = 1100;

    public ScriptedDirectory()
    {
        Users = Group("Domain Users", 513);
        Group("Domain Computers", 515);
        Usn();
    }

    public ScriptedObject Users { get; }

    public Guid Invocation { get; set; } = new(1, 2, 3, new byte[8]);

    public bool SeesDeleted { get; set; } = true;

    /// <summary>What may be seen; a missing right makes objects invisible.</summary>
    public Predicate<ScriptedObject> Visible { get; set; } = _ => true;

    /// <summary>Waits before every answer, for ever if it likes.</summary>
    public Func<CancellationToken, Task> Delay { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends a connection while a search runs.</summary>
    public bool BreaksInSearch { get; set; }

    public List<string> Filters { get; } = [];

    public long HighUsn => _usn;

    public ScriptedObject User(string login) => Add(login, "person", "OU=People").Set("objectClass", "top", "person", "user")
        .Set("sAMAccountName", login).Set("userPrincipalName", login + "@clinic.example").Set("displayName", "Name of " + login)
        .Set("userAccountControl", "512").Set("primaryGroupID", "513").Set("lastLogonTimestamp", "133500000000000000");

    public ScriptedObject Computer(string name) => Add(name, "computer", "OU=Machines").Set("objectClass", "top", "person", "user", "computer")
        .Set("sAMAccountName", name + "$").Set("dNSHostName", name + ".clinic.example").Set("userAccountControl", "4096").Set("primaryGroupID", "515");

    public ScriptedObject Group(string name, uint? number = null) => Add(name, "group", "OU=Groups", number).Set("objectClass", "top", "group")
        .Set("sAMAccountName", name).Set("groupType", "-2147483646");

    public ScriptedObject Changed(ScriptedObject changed) => changed.Usn(Usn());

    public void Join(ScriptedObject group, ScriptedObject member)
    {
        group.Members.Add($"<GUID={member.Id:D}>;<SID=S-1-5-21-1-2-3-4>;{member.Name}");
        Changed(group);
    }

    public void Delete(ScriptedObject gone)
    {
        gone.IsDeleted = true;
        gone.Set("isDeleted", "TRUE").Set("objectCategory", Array.Empty<byte[]>());
        gone.Name = $"CN=gone\\0ADEL:{gone.Id},CN=Deleted Objects,{Root}";
        Changed(gone);
    }

    public Task<IDirectoryClient> ConnectAsync(DirectoryHost server, CancellationToken cancellationToken) =>
        Task.FromResult<IDirectoryClient>(new Client(this, server));

    private ScriptedObject Add(string name, string category, string unit, uint? number = null)
    {
        var id = new Guid((int)_number, 7, 7, new byte[8]);
        var added = new ScriptedObject(id, $"CN={name},{unit},{Root}").Set("objectGUID", id.ToByteArray())
            .Set("objectSid", ScriptedObject.Sid(number ?? _number++)).Set("objectCategory", category);
        _number += number is null ? 0u : 1u;
        _objects[id] = added;
        return Changed(added);
    }

    private long Usn() => ++_usn;

    private sealed class Client(ScriptedDirectory directory, DirectoryHost server) : IDirectoryClient
    {
        public DirectoryHost Server => server;

        public async Task<DirectoryEntry?> FindAsync(string name, IReadOnlyList<string> attributes, bool showDeleted, CancellationToken cancellationToken)
        {
            await directory.Delay(cancellationToken);
            return name switch
            {
                "" => Entry(
                    new ScriptedObject(Guid.Empty, "").Set("defaultNamingContext", Root).Set("dnsHostName", "dc1.clinic.example").Set("dsServiceName", Settings)
                        .Set("highestCommittedUSN", directory._usn.ToString(CultureInfo.InvariantCulture)).Set("supportedCapabilities", "1.2.840.113556.1.4.800"),
                    attributes),
                Root => Entry(new ScriptedObject(Guid.Empty, Root).Set("objectSid", ScriptedObject.DomainSid()), attributes),
                Settings => Entry(new ScriptedObject(Guid.Empty, Settings).Set("invocationId", directory.Invocation.ToByteArray()), attributes),
                "CN=Deleted Objects," + Root => directory.SeesDeleted ? Entry(new ScriptedObject(Guid.Empty, name), attributes) : null,
                _ when name.StartsWith("<GUID=", StringComparison.Ordinal) =>
                    directory._objects.TryGetValue(Guid.Parse(name.AsSpan(6, 36)), out var found) && !found.IsDeleted ? Entry(found, attributes) : null,
                _ => null,
            };
        }

        public async IAsyncEnumerable<IReadOnlyList<DirectoryEntry>> SearchAsync(
            DirectorySearch search, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            directory.Filters.Add(search.Filter);
            var wanted = FilterText.Parse(search.Filter);
            var found = directory._objects.Values.Where(o => (search.ShowDeleted || !o.IsDeleted) && directory.Visible(o)
                && o.Name.EndsWith(search.Base, StringComparison.OrdinalIgnoreCase) && wanted(o));
            foreach (var page in found.Chunk(500))
            {
                await directory.Delay(cancellationToken);
                yield return [.. page.Select(o => Entry(o, search.Attributes))];
                if (directory.BreaksInSearch)
                {
                    throw new DirectoryException(DirectoryProblem.Unreachable, $"{server} ended the connection.");
                }
            }
        }

        public Task<DirSyncPage> DirSyncAsync(DirectorySearch search, byte[]? cookie, CancellationToken cancellationToken) =>
            throw new DirectoryException(DirectoryProblem.Protocol, "No DirSync here.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static DirectoryEntry Entry(ScriptedObject found, IReadOnlyList<string> attributes)
        {
            var values = new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.OrdinalIgnoreCase);
            foreach (var attribute in attributes)
            {
                if (attribute.StartsWith("member;range=", StringComparison.Ordinal))
                {
                    AddMembers(found, int.Parse(attribute["member;range=".Length..].Split('-')[0], CultureInfo.InvariantCulture), values);
                }
                else if (found.Values(attribute) is { Count: > 0 } some)
                {
                    values[attribute] = some;
                }
            }

            return new DirectoryEntry($"<GUID={found.Id:D}>;{found.Name}", values);
        }

        private static void AddMembers(ScriptedObject group, int from, Dictionary<string, IReadOnlyList<byte[]>> values)
        {
            var some = group.Members.Skip(from).Take(MaxValRange).Select(System.Text.Encoding.UTF8.GetBytes).ToList();
            var last = from + some.Count >= group.Members.Count;
            if (group.Members.Count <= MaxValRange)
            {
                values["member"] = some;
            }
            else
            {
                values["member"] = [];
                values[string.Create(CultureInfo.InvariantCulture, $"member;range={from}-{(last ? "*" : from + some.Count - 1)}")] = some;
            }
        }
    }
}
