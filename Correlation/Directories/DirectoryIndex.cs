using System.Collections.Concurrent;
using System.Collections.Frozen;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Correlation.Directories;

/// <summary>
/// The read model of all directories: an account's record, and the groups it is in, nested ones and the primary one included. Immutable and
/// thread-safe; a change of a directory makes a new one. Groups may contain each other in circles.
/// </summary>
public sealed class DirectoryIndex
{
    private readonly FrozenDictionary<string, DirectoryUser> _users;
    private readonly FrozenDictionary<string, DirectoryComputer> _computers;
    private readonly FrozenDictionary<Guid, string> _keys;
    private readonly FrozenDictionary<Guid, DirectoryGroup> _groups;
    private readonly FrozenDictionary<string, (Guid Id, Guid? PrimaryGroup)> _accounts;
    private readonly FrozenDictionary<string, Guid> _gone;
    private readonly FrozenDictionary<Guid, string> _groupNames;
    private readonly GroupGraph _graph;
    private readonly GroupHistory _history;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _groupsOf = new(StringComparer.Ordinal);

    /// <summary>Builds the index. Of several accounts or groups with one name or id the last counts.</summary>
    /// <param name="directories">What directories hold now.</param>
    /// <param name="changes">Memberships that have changed, in the order in which that was found.</param>
    public DirectoryIndex(IReadOnlyList<DirectoryUpdate> directories, IReadOnlyList<MembershipChange> changes)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(changes);
        Groups =
        [
            .. directories.SelectMany(directory => directory.Groups.Select(group => new KnownGroup(directory.Directory, group)))
                .Where(known => known.Group.IsSecurity).GroupBy(known => known.Group.Id).Select(same => same.Last())
                .OrderBy(known => known.Group.Name, StringComparer.Ordinal).ThenBy(known => known.Directory, StringComparer.Ordinal),
        ];
        var groups = Groups.Select(known => known.Group).ToList();
        _users = Last(directories.SelectMany(directory => directory.Users), user => user.Account.Key, user => user);
        _computers = Last(directories.SelectMany(directory => directory.Computers), computer => computer.Account.Key, computer => computer);
        _groups = Last(groups, group => group.Id, group => group);
        _accounts = Last(
            directories.SelectMany(directory => directory.Users.Select(user => (user.Account.Key, user.Id, user.PrimaryGroup))
                .Concat(directory.Computers.Select(computer => (computer.Account.Key, computer.Id, computer.PrimaryGroup)))),
            account => account.Key, account => (account.Id, account.PrimaryGroup));
        _keys = Last(_accounts, account => account.Value.Id, account => account.Key);
        _gone = Last(
            changes.Where(change => change.MemberKey.Length > 0 && !_accounts.ContainsKey(change.MemberKey)), change => change.MemberKey, change => change.Member);
        _groupNames = Last(
            changes.Where(change => !change.IsEnd).Select(change => (change.Group, change.GroupName)).Concat(groups.Select(group => (group.Id, group.Name))),
            group => group.Item1, group => group.Item2);
        _graph = new GroupGraph(groups);
        _history = new GroupHistory(_graph, changes);
        DomainNames = new DomainNames(
            directories.SelectMany(directory => directory.DomainNames).GroupBy(name => name.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()),
            directories.Count == 1 ? directories[0].Directory : "");
    }

    /// <summary>Knows nobody.</summary>
    public static DirectoryIndex Empty { get; } = new([], []);

    /// <summary>Other names of the domains; names without a domain are of the only directory, if there is one only.</summary>
    public DomainNames DomainNames { get; }

    /// <summary>Persons known.</summary>
    public int UserCount => _users.Count;

    /// <summary>Security groups, by name and directory.</summary>
    public IReadOnlyList<KnownGroup> Groups { get; }

    /// <summary>A person's record by the account's key; null when no directory has it.</summary>
    public DirectoryUser? Find(string key) => _users.GetValueOrDefault(key);

    /// <summary>Every person's record, in no order.</summary>
    public IEnumerable<DirectoryUser> People => _users.Values;

    /// <summary>Every computer's record, in no order.</summary>
    public IEnumerable<DirectoryComputer> Computers => _computers.Values;

    /// <summary>A computer's record by the account's key; null when no directory has it.</summary>
    public DirectoryComputer? FindComputer(string key) => _computers.GetValueOrDefault(key);

    /// <summary>A security group by its name, in any case; null when no directory has it.</summary>
    public KnownGroup? FindGroup(string name) => Groups.FirstOrDefault(known => string.Equals(known.Group.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Names of the groups directly in a group, in order.</summary>
    public IReadOnlyList<string> GroupsDirectlyIn(DirectoryGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Names(group.Members.ToHashSet());
    }

    /// <summary>Names of the groups a group is in, nested ones included, in order.</summary>
    public IReadOnlyList<string> GroupsHolding(Guid group) => Names(_graph.GroupsOf(group));

    /// <summary>Keys of the accounts in a group, nested ones and those that have it as the primary one included, in order.</summary>
    public IReadOnlyList<string> AccountsIn(Guid group)
    {
        var nested = new HashSet<Guid> { group };
        var waiting = new Stack<Guid>([group]);
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryPop(out var next))
        {
            foreach (var member in _groups.GetValueOrDefault(next)?.Members ?? [])
            {
                if (_keys.TryGetValue(member, out var key))
                {
                    accounts.Add(key);
                }
                else if (_groups.ContainsKey(member) && nested.Add(member))
                {
                    waiting.Push(member);
                }
            }
        }

        accounts.UnionWith(_accounts.Where(account => account.Value.PrimaryGroup is { } primary && nested.Contains(primary)).Select(account => account.Key));
        return [.. accounts.Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of the security groups an account is in, directly, by nesting or as its primary one, in order; empty when it is not known.</summary>
    public IReadOnlyList<string> GroupsOf(AccountName account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _accounts.ContainsKey(account.Key) ? _groupsOf.GetOrAdd(account.Key, Closure) : [];
    }

    /// <summary>The same at a moment, Unix milliseconds, as far back as changes are known; also of accounts that are gone since.</summary>
    public IReadOnlyList<string> GroupsOf(AccountName account, long atMs)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (atMs >= _history.LastChangeMs)
        {
            return GroupsOf(account);
        }

        return _accounts.TryGetValue(account.Key, out var found) ? Names(_history.GroupsOf(found.Id, found.PrimaryGroup, atMs))
            : _gone.TryGetValue(account.Key, out var gone) ? Names(_history.GroupsOf(gone, null, atMs))
            : [];
    }

    /// <summary>When the groups of an account may have changed, Unix milliseconds in any order; also of accounts that are gone since.</summary>
    public IReadOnlyList<long> ChangesOf(AccountName account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _accounts.TryGetValue(account.Key, out var found) ? _history.ChangesOf(found.Id)
            : _gone.TryGetValue(account.Key, out var gone) ? _history.ChangesOf(gone)
            : [];
    }

    private static FrozenDictionary<TKey, TValue> Last<T, TKey, TValue>(IEnumerable<T> items, Func<T, TKey> key, Func<T, TValue> value)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, TValue>();
        foreach (var item in items)
        {
            last[key(item)] = value(item);
        }

        return last.ToFrozenDictionary();
    }

    private string[] Closure(string key)
    {
        var (id, primary) = _accounts[key];
        return Names(_graph.GroupsOf(id, primary));
    }

    private string[] Names(IReadOnlySet<Guid> groups) =>
        [.. groups.Where(_groupNames.ContainsKey).Select(id => _groupNames[id]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>A security group and the directory it is in.</summary>
/// <param name="Directory">DNS name of the directory's domain.</param>
/// <param name="Group">The group.</param>
public sealed record KnownGroup(string Directory, DirectoryGroup Group);
