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
    private readonly FrozenDictionary<string, (Guid Id, Guid? PrimaryGroup)> _accounts;
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
        var groups = directories.SelectMany(directory => directory.Groups).Where(group => group.IsSecurity).ToList();
        _users = Last(directories.SelectMany(directory => directory.Users), user => user.Account.Key, user => user);
        _accounts = Last(
            directories.SelectMany(directory => directory.Users.Select(user => (user.Account.Key, user.Id, user.PrimaryGroup))
                .Concat(directory.Computers.Select(computer => (computer.Account.Key, computer.Id, computer.PrimaryGroup)))),
            account => account.Key, account => (account.Id, account.PrimaryGroup));
        GroupCount = groups.Select(group => group.Id).Distinct().Count();
        _groupNames = Last(
            changes.Select(change => (change.Group, change.GroupName)).Concat(groups.Select(group => (group.Id, group.Name))),
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

    /// <summary>Security groups known.</summary>
    public int GroupCount { get; }

    /// <summary>A person's record by the account's key; null when no directory has it.</summary>
    public DirectoryUser? Find(string key) => _users.GetValueOrDefault(key);

    /// <summary>Names of the security groups an account is in, directly, by nesting or as its primary one, in order; empty when it is not known.</summary>
    public IReadOnlyList<string> GroupsOf(AccountName account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _accounts.ContainsKey(account.Key) ? _groupsOf.GetOrAdd(account.Key, Closure) : [];
    }

    /// <summary>The same at a moment, Unix milliseconds, as far back as changes are known. Of an account that is gone nothing is known.</summary>
    public IReadOnlyList<string> GroupsOf(AccountName account, long atMs)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (atMs >= _history.LastChangeMs)
        {
            return GroupsOf(account);
        }

        return _accounts.TryGetValue(account.Key, out var found) ? Names(_history.GroupsOf(found.Id, found.PrimaryGroup, atMs)) : [];
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
