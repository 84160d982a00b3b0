namespace Clarion.Correlation.Directories;

/// <summary>Somebody has joined or left a group directly, or was given it as the primary one; or an account has gone.</summary>
/// <param name="AtMs">When the directory was read that showed it, Unix milliseconds.</param>
/// <param name="Group">Object id of the group; empty when the account itself has gone, whose groups may go on to list it.</param>
/// <param name="GroupName">Its name then: the group may be gone.</param>
/// <param name="Member">Object id of the user, computer or group.</param>
/// <param name="MemberKey">Key of the member's account, which may be gone; empty when it is a group, or unknown.</param>
/// <param name="Joined">False when it left.</param>
public readonly record struct MembershipChange(long AtMs, Guid Group, string GroupName, Guid Member, string MemberKey, bool Joined)
{
    /// <summary>True when the account went, and no group.</summary>
    public bool IsEnd => Group == Guid.Empty;

    /// <summary>What an update changes.</summary>
    /// <param name="before">What was known of the objects that the update replaces or removes.</param>
    /// <param name="update">The update.</param>
    public static IReadOnlyList<MembershipChange> Between(DirectoryUpdate before, DirectoryUpdate update)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(update);
        var (old, now) = (Memberships(before), Memberships(update));
        var names = before.Groups.Concat(update.Groups).GroupBy(group => group.Id).ToDictionary(same => same.Key, same => same.Last().Name);
        var keys = Accounts(before).Concat(Accounts(update)).GroupBy(account => account.Id).ToDictionary(same => same.Key, same => same.Last().Key);
        var atMs = update.At.ToUnixTimeMilliseconds();
        return
        [
            .. old.Where(membership => !now.Contains(membership)).Select(membership => Of(membership, joined: false)),
            .. now.Where(membership => !old.Contains(membership)).Select(membership => Of(membership, joined: true)),

            // Or nobody would know which object id the name of an account stood for that was in no group, or that groups still list.
            .. Gone().Select(id => Of((Guid.Empty, id), joined: false)),
        ];

        IEnumerable<Guid> Gone() => Accounts(before).Select(account => account.Id).Except(Accounts(update).Select(account => account.Id));

        MembershipChange Of((Guid Group, Guid Member) membership, bool joined) =>
            new(atMs, membership.Group, names.GetValueOrDefault(membership.Group, ""), membership.Member,
            keys.GetValueOrDefault(membership.Member, ""), joined);
    }

    private static HashSet<(Guid Group, Guid Member)> Memberships(DirectoryUpdate directory)
    {
        // Of several records with one id the last counts.
        var memberships = new HashSet<(Guid, Guid)>();
        foreach (var group in directory.Groups.GroupBy(group => group.Id).Select(same => same.Last()).Where(group => group.IsSecurity))
        {
            memberships.UnionWith(group.Members.Select(member => (group.Id, member)));
        }

        foreach (var (id, _, primary) in Accounts(directory).GroupBy(account => account.Id).Select(same => same.Last()))
        {
            if (primary is { } group)
            {
                memberships.Add((group, id));
            }
        }

        return memberships;
    }

    private static IEnumerable<(Guid Id, string Key, Guid? PrimaryGroup)> Accounts(DirectoryUpdate directory) =>
        directory.Users.Select(user => (user.Id, user.Account.Key, user.PrimaryGroup))
            .Concat(directory.Computers.Select(computer => (computer.Id, computer.Account.Key, computer.PrimaryGroup)));
}
