using System.Security.Cryptography;
using System.Text;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Identity;

/// <summary>
/// People and their groups, as a directory. The older system has most people twice, once from the directory and once from sessions, and groups by their id and by
/// a hash of their name: a person is a login name here, and a group is its name.
/// </summary>
public sealed class PeopleMapping
{
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountName> _byUserId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Name, HashSet<Guid> Members)> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads people, memberships, and those whom only the addresses' records name.</summary>
    /// <param name="users">Rows of <c>users</c>.</param>
    /// <param name="memberships">Rows of <c>ad_group_memberships</c>.</param>
    /// <param name="identity">Rows of <c>identity</c>.</param>
    /// <param name="tallies">Count what became of them.</param>
    public PeopleMapping(IEnumerable<LegacyRow> users, IEnumerable<LegacyRow> memberships, IEnumerable<LegacyRow> identity, Tallies tallies)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(memberships);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(tallies);

        // Directory before sessions: it knows more.
        foreach (var row in users.OrderBy(row => row.Text("source") is "ad" ? 0 : 1))
        {
            Add(row, tallies["users"]);
        }

        foreach (var row in memberships)
        {
            AddMembership(row, tallies["ad_group_memberships"]);
        }

        foreach (var row in identity)
        {
            AddHint(row, tallies["identity"]);
        }
    }

    /// <summary>People.</summary>
    public int Count => _people.Count;

    /// <summary>The account of an id of the older system, which may be a login name itself; null when it is none.</summary>
    public AccountName? AccountOf(string? userId) =>
        userId is null ? null : _byUserId.TryGetValue(userId, out var account) ? account : AccountParser.Parse(userId, DomainNames.Empty);

    /// <summary>Everybody, as all that a directory holds.</summary>
    /// <param name="directory">Name of the directory.</param>
    /// <param name="at">When it was read, UTC.</param>
    public DirectoryUpdate ToUpdate(string directory, DateTimeOffset at) => new()
    {
        Directory = directory,
        IsWhole = true,
        At = at,
        Users = [.. _people.Values.OrderBy(person => person.Account.Key, StringComparer.Ordinal).Select(person => person.ToUser())],
        Groups = [.. _groups.Values.Select(group => new DirectoryGroup { Id = IdOf("group", group.Name), Name = group.Name, Members = [.. group.Members.Order()] })],
    };

    // The same id each time: a second run changes nothing.
    private static Guid IdOf(string kind, string name) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{name.ToUpperInvariant()}")).AsSpan(0, 16));

    private static string Later(string known, string? other) => known.Length > 0 ? known : other ?? "";

    private void Add(LegacyRow row, Tally tally)
    {
        if (AccountParser.Parse(row.Text("username") ?? row.Text("user_id"), DomainNames.Empty) is not { Kind: AccountKind.Person } account)
        {
            tally.Remark("skipped: the name is no person's (a device or computer account); kept as it was");
            return;
        }

        if (row.Text("user_id") is { } id)
        {
            _byUserId.TryAdd(id, account);
        }

        if (_people.TryGetValue(account.Key, out var person))
        {
            tally.Remark("merged: the same login name is there more than once");
        }
        else
        {
            _people[account.Key] = person = new Person(account);
            tally.Bring("user");
        }

        person.DisplayName = Later(person.DisplayName, row.Text("display_name"));
        person.Mail = Later(person.Mail, row.Text("email"));
        person.Department = Later(person.Department, row.Text("department"));
        person.Title = Later(person.Title, row.Text("title"));
        person.IsEnabled |= row.Flag("is_active", otherwise: true);
    }

    private void AddMembership(LegacyRow row, Tally tally)
    {
        if (AccountOf(row.Text("user_id")) is not { } account || !_people.TryGetValue(account.Key, out var person))
        {
            tally.Remark("skipped: of a user that is not there; kept as it was");
        }
        else if ((row.Text("group_name") ?? row.Text("group_id")) is not { } group)
        {
            tally.Remark("skipped: the group has no name; kept as it was");
        }
        else if (Join(group, person))
        {
            tally.Bring("membership");
        }
        else
        {
            tally.Remark("merged: the same membership is there under another id of the group");
        }
    }

    private void AddHint(LegacyRow row, Tally tally)
    {
        if (AccountParser.Parse(row.Text("user_name"), DomainNames.Empty) is not { Kind: AccountKind.Person } account)
        {
            return;
        }

        if (!_people.TryGetValue(account.Key, out var person))
        {
            _people[account.Key] = person = new Person(account) { IsEnabled = true };
            tally.Bring("user");
        }

        foreach (var group in LegacyJson.Names(row.Text("ad_groups")))
        {
            if (Join(group, person))
            {
                tally.Bring("membership");
            }
        }
    }

    private bool Join(string group, Person person)
    {
        if (!_groups.TryGetValue(group, out var known))
        {
            _groups[group] = known = (group, []);
        }

        return known.Members.Add(IdOf("user", person.Account.Key));
    }

    private sealed class Person(AccountName account)
    {
        public AccountName Account => account;

        public string DisplayName { get; set; } = "";

        public string Mail { get; set; } = "";

        public string Department { get; set; } = "";

        public string Title { get; set; } = "";

        public bool IsEnabled { get; set; }

        public DirectoryUser ToUser() => new()
        {
            Id = IdOf("user", account.Key),
            Account = account,
            DisplayName = DisplayName,
            Mail = Mail,
            Department = Department,
            Title = Title,
            IsEnabled = IsEnabled,
        };
    }
}
