namespace Clarion.Correlation.Directories;

/// <summary>
/// Which groups held whom at a moment: what holds now, with the changes since then taken back. Immutable and thread-safe; an answer costs as much as the
/// account has groups, and those on the way have changes.
/// </summary>
internal sealed class GroupHistory
{
    private readonly GroupGraph _graph;
    private readonly Dictionary<Guid, MembershipChange[]> _changes;

    /// <summary>Builds the history.</summary>
    /// <param name="graph">What holds now.</param>
    /// <param name="changes">What led to it, in any order.</param>
    public GroupHistory(GroupGraph graph, IReadOnlyList<MembershipChange> changes)
    {
        _graph = graph;
        LastChangeMs = changes.Count == 0 ? long.MinValue : changes.Max(change => change.AtMs);

        // Newest first; of one moment in the reverse order in which they were found.
        _changes = changes.Reverse().GroupBy(change => change.Member)
            .ToDictionary(ofMember => ofMember.Key, ofMember => ofMember.OrderByDescending(change => change.AtMs).ToArray());
    }

    /// <summary>From here on what holds now has held, Unix milliseconds.</summary>
    public long LastChangeMs { get; }

    /// <summary>Every moment at which groups of an account may have changed, its own or those of a group it is or was in, Unix milliseconds in any order.</summary>
    public IReadOnlyList<long> ChangesOf(Guid member)
    {
        var moments = new HashSet<long>();
        var seen = new HashSet<Guid> { member };
        var waiting = new Stack<Guid>([member]);
        while (waiting.TryPop(out var next))
        {
            var changes = _changes.GetValueOrDefault(next, []);
            moments.UnionWith(changes.Select(change => change.AtMs));
            foreach (var holder in _graph.HoldersOf(next).Concat(changes.Where(change => !change.IsEnd).Select(change => change.Group)).Where(seen.Add))
            {
                waiting.Push(holder);
            }
        }

        return [.. moments];
    }

    /// <summary>Object ids of all groups an account was in at a moment; see <see cref="GroupGraph.GroupsOf"/>.</summary>
    public IReadOnlySet<Guid> GroupsOf(Guid member, Guid? primaryGroup, long atMs)
    {
        var groups = new HashSet<Guid>();
        var waiting = new Stack<Guid>();
        var holders = new HashSet<Guid>();
        waiting.Push(member);
        while (waiting.TryPop(out var next))
        {
            holders.Clear();
            holders.UnionWith(_graph.HoldersOf(next));
            if (next == member && primaryGroup is { } primary)
            {
                holders.Add(primary);
            }

            foreach (var change in _changes.GetValueOrDefault(next, []).TakeWhile(change => change.AtMs > atMs).Where(change => !change.IsEnd))
            {
                _ = change.Joined ? holders.Remove(change.Group) : holders.Add(change.Group);
            }

            foreach (var holder in holders.Where(groups.Add))
            {
                waiting.Push(holder);
            }
        }

        return groups;
    }
}
