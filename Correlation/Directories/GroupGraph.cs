namespace Clarion.Correlation.Directories;

/// <summary>
/// Which groups hold whom, over any number of levels. Groups may contain each other in circles, and hold members nobody knows. Immutable and
/// thread-safe; an answer costs as much as the account has groups.
/// </summary>
public sealed class GroupGraph
{
    private readonly Dictionary<Guid, List<Guid>> _holders = [];

    /// <summary>Builds the graph of groups and their direct members.</summary>
    /// <param name="groups">The groups; a group given twice counts with all its members. Leave out mailing lists where rights are meant: they pass none on.</param>
    public GroupGraph(IEnumerable<DirectoryGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups)
        {
            foreach (var member in group.Members)
            {
                if (!_holders.TryGetValue(member, out var holders))
                {
                    _holders[member] = holders = [];
                }

                holders.Add(group.Id);
            }
        }
    }

    /// <summary>Object ids of the groups that list somebody as a direct member.</summary>
    public IReadOnlyList<Guid> HoldersOf(Guid member) => _holders.GetValueOrDefault(member) ?? [];

    /// <summary>
    /// Object ids of all groups an account or group is in: directly, by nesting, and by its primary group, of which membership lists say nothing. A
    /// group within a circle is in itself.
    /// </summary>
    /// <param name="member">Object id of the account or group.</param>
    /// <param name="primaryGroup">Object id of its primary group; null when it has none.</param>
    public IReadOnlySet<Guid> GroupsOf(Guid member, Guid? primaryGroup = null)
    {
        var groups = new HashSet<Guid>();
        var waiting = new Stack<Guid>();
        waiting.Push(member);
        if (primaryGroup is { } primary && groups.Add(primary))
        {
            waiting.Push(primary);
        }

        while (waiting.TryPop(out var next))
        {
            if (_holders.TryGetValue(next, out var holders))
            {
                foreach (var holder in holders)
                {
                    if (groups.Add(holder))
                    {
                        waiting.Push(holder);
                    }
                }
            }
        }

        return groups;
    }
}
