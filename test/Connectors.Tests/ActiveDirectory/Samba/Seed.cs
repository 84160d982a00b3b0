using System.Globalization;
using System.Text;

namespace Clarion.Connectors.Tests.ActiveDirectory.Samba;

/// <summary>
/// What the test domain holds, and who is in which group by a way of its own: a matrix of groups closed by Warshall's algorithm, by names alone.
/// </summary>
internal sealed class Seed
{
    public const int Users = 5000;
    public const int Levels = 7;
    public const int Large = 2000;
    public const string Root = "DC=clarion,DC=test";
    public const string Hostile = "o)(uid=*) <b>&\"'";

    private const int Random = 60;

    private readonly List<string> _groups = [];
    private readonly HashSet<(int Group, int Member)> _nested = [];
    private readonly Dictionary<string, HashSet<int>> _direct = [];

    public Seed()
    {
        var random = new Random(42);
        for (var level = 1; level <= Levels; level++)
        {
            Group($"level{level}");
        }

        for (var level = 1; level < Levels; level++)
        {
            _nested.Add((Index($"level{level}"), Index($"level{level + 1}")));
        }

        foreach (var name in new[] { "circle-a", "circle-b", "circle-c", "large", "empty" })
        {
            Group(name);
        }

        // level1 holds level2 ... holds level7, whose members are in all of them; the circle holds the large group.
        _nested.UnionWith([
            (Index("circle-a"), Index("circle-b")), (Index("circle-b"), Index("circle-c")), (Index("circle-c"), Index("circle-a")),
            (Index("circle-b"), Index("large")),
        ]);
        for (var i = 0; i < Random; i++)
        {
            Group($"random{i}");
            if (i > 0)
            {
                _nested.Add((Index($"random{i}"), Index($"random{random.Next(i)}")));
            }
        }

        for (var u = 0; u < Users; u++)
        {
            var groups = _direct[User(u)] = [];
            if (u < Large)
            {
                groups.Add(Index("large"));
            }

            if (u % 500 == 0)
            {
                groups.Add(Index($"level{Levels - (u / 500 % Levels)}"));
            }

            if (u % 4 == 0)
            {
                groups.Add(Index($"random{random.Next(Random)}"));
            }
        }
    }

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D4}");

    /// <summary>Names of all groups of this seed that each user is in, beside the primary one.</summary>
    public Dictionary<string, SortedSet<string>> Oracle()
    {
        var reached = new bool[_groups.Count, _groups.Count];
        foreach (var (group, member) in _nested)
        {
            reached[member, group] = true;
        }

        for (var via = 0; via < _groups.Count; via++)
        {
            for (var from = 0; from < _groups.Count; from++)
            {
                for (var to = 0; to < _groups.Count; to++)
                {
                    reached[from, to] |= reached[from, via] && reached[via, to];
                }
            }
        }

        return _direct.ToDictionary(
            u => u.Key,
            u => new SortedSet<string>(
                u.Value.SelectMany(g => Enumerable.Range(0, _groups.Count).Where(to => to == g || reached[g, to])).Select(g => _groups[g]), StringComparer.Ordinal));
    }

    /// <summary>Everything without memberships.</summary>
    public string Objects()
    {
        var text = new StringBuilder();
        foreach (var unit in new[] { "People", "Machines", "Groups" })
        {
            Entry(text, $"OU={unit}", ("objectClass", "organizationalUnit"));
        }

        foreach (var user in _direct.Keys)
        {
            Entry(
                text, $"CN={user},OU=People", ("objectClass", "user"), ("sAMAccountName", user), ("userPrincipalName", $"{user}@clarion.test"),
                ("userAccountControl", "544"), ("displayName", $"Name of {user}"), ("department", "Ward 7"), ("title", "Nurse"));
        }

        Entry(
            text, "CN=hostile,OU=People", ("objectClass", "user"), ("sAMAccountName", "hostile"), ("userAccountControl", "544"),
            ("displayName", "<script>alert(1)</script>\n*)(objectClass=*\u0001\u202e"), ("department", Hostile));
        for (var i = 0; i < 30; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"WS{i:D4}");
            Entry(
                text, $"CN={name},OU=Machines", ("objectClass", "computer"), ("sAMAccountName", name + "$"), ("userAccountControl", "4096"),
                ("dNSHostName", name.ToLowerInvariant() + ".clarion.test"), ("operatingSystem", "Windows 11"));
        }

        foreach (var group in _groups)
        {
            Entry(text, $"CN={group},OU=Groups", ("objectClass", "group"), ("sAMAccountName", group), ("groupType", "-2147483646"));
        }

        return text.ToString();
    }

    /// <summary>All memberships, as changes.</summary>
    public string Memberships()
    {
        var text = new StringBuilder();
        for (var g = 0; g < _groups.Count; g++)
        {
            var members = _nested.Where(n => n.Group == g).Select(n => $"CN={_groups[n.Member]},OU=Groups")
                .Concat(_direct.Where(u => u.Value.Contains(g)).Select(u => $"CN={u.Key},OU=People")).ToList();
            if (members.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"dn: CN={_groups[g]},OU=Groups,{Root}\nchangetype: modify\nadd: member\n");
                members.ForEach(m => text.Append(CultureInfo.InvariantCulture, $"member: {m},{Root}\n"));
                text.Append("-\n\n");
            }
        }

        return text.ToString();
    }

    private static void Entry(StringBuilder text, string name, params (string Name, string Value)[] attributes)
    {
        text.Append(CultureInfo.InvariantCulture, $"dn: {name},{Root}\n");
        foreach (var (attribute, value) in attributes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{attribute}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}\n");
        }

        text.Append('\n');
    }

    private int Index(string group) => _groups.IndexOf(group);

    private void Group(string name) => _groups.Add(name);
}
